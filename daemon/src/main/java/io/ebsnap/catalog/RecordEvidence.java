package io.ebsnap.catalog;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A second evidence of records of a kind, beside the store: a sealed file of the data directory for each, {@code docs/format/locks.md}. While a record is
 * being changed, its file says what it was and what it is to be, so that a crash in between is told from somebody's interference. Not for two writers of one
 * record at a time.
 *
 * @param <R> the type of the records
 */
public final class RecordEvidence<R extends CatalogRecord> {

    private final Path directory;
    private final CatalogKind<R> kind;
    private final RecordSealing sealing;
    private final RecordJson json = new RecordJson();

    /**
     * What a file says of a record. Both are the same unless it is being changed.
     *
     * @param now it is; empty if there is none
     * @param next what it is to be; empty if it is to be gone
     */
    public record Said<R extends CatalogRecord>(Optional<R> now, Optional<R> next) {

        /** Whether nothing is being changed. */
        public boolean isSettled() {
            return now.equals(next);
        }
    }

    /** @param directory made if it is not there; its parent must be */
    public RecordEvidence(Path directory, CatalogKind<R> kind, RecordSealing sealing) {
        this.directory = directory;
        this.kind = kind;
        this.sealing = sealing;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new Failure.Unavailable("making " + directory, e);
        }
    }

    /**
     * What is known of a record; empty if there is no file.
     *
     * @throws Failure.Corrupt if the file is not what was written
     * @throws Failure.TooNew if a newer version wrote it
     * @throws Failure.Unavailable if it cannot be read
     */
    public Optional<Said<R>> find(String id) {
        return note(id).read().map(this::decoded);
    }

    /** Says what a record is and what it is to be; durable when it returns. */
    public void write(String id, Said<R> said) {
        byte[] now = body(said.now());
        byte[] next = body(said.next());
        note(id).write(ByteBuffer.allocate(Integer.BYTES + now.length + next.length)
                .putInt(now.length)
                .put(now)
                .put(next)
                .array());
    }

    /** Says nothing of a record any more. */
    public void remove(String id) {
        note(id).remove();
    }

    /** The ids of the records that something is said of, in their order. */
    public List<String> ids() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.endsWith(DurableFiles.BESIDE))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Failure.Unavailable("listing " + directory, e);
        }
    }

    private SealedNote note(String id) {
        return new SealedNote(directory.resolve(id), "evidence/" + kind.name() + "/" + id, sealing);
    }

    private byte[] body(Optional<R> record) {
        return record.map(some -> json.encode(kind, some)).orElseGet(json::tombstone);
    }

    private Said<R> decoded(byte[] content) {
        int length =
                content.length < Integer.BYTES ? -1 : ByteBuffer.wrap(content).getInt();
        if (length < 0 || length > content.length - Integer.BYTES) {
            throw new Failure.Corrupt("the evidence of a " + kind.name() + " has a wrong length");
        }
        int end = Integer.BYTES + length;
        return new Said<>(
                json.decode(kind, Arrays.copyOfRange(content, Integer.BYTES, end)),
                json.decode(kind, Arrays.copyOfRange(content, end, content.length)));
    }
}
