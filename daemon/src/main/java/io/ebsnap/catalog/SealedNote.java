package io.ebsnap.catalog;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.format.CatalogEnvelope;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small file of the data directory in the envelope of a catalog record: nobody without the store's key can read it, change it or put it under another name.
 * Not for two writers at a time.
 */
public final class SealedNote {

    private final Path file;
    private final String name;
    private final RecordSealing sealing;

    /**
     * A note, which need not be there.
     *
     * @param name what it is, authenticated with its content; begins with no {@code catalog/}
     */
    public SealedNote(Path file, String name, RecordSealing sealing) {
        this.file = file;
        this.name = name;
        this.sealing = sealing;
    }

    /**
     * What it says; empty if it is not there.
     *
     * @throws Failure.Corrupt if it is not what was written
     * @throws Failure.Unavailable if it cannot be read
     */
    public Optional<byte[]> read() {
        byte[] sealed;
        try {
            sealed = DurableFiles.read(file, CatalogEnvelope.BYTES_MAX);
        } catch (Failure.NotFound none) {
            return Optional.empty();
        }
        return Optional.of(sealing.open(name, sealed));
    }

    /** Replaces what it says; durable when it returns. */
    public void write(byte[] content) {
        DurableFiles.replace(file, sealing.seal(name, content));
    }

    /** Removes it. */
    public void remove() {
        DurableFiles.remove(file);
    }
}
