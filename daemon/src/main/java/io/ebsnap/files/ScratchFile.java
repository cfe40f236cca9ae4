package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What was written over a snapshot, in units of 4 KiB: a file of slots, and beside it a file that says which unit lies in which slot, 8 bytes each, little-endian, the
 * unit's number and one more. A unit's bytes are written before its number. Both outlive the daemon and not the machine; nothing is synced. For use
 * by one writer at a time, and by any number of readers while nobody writes.
 */
final class ScratchFile implements AutoCloseable {

    static final int UNIT = 4096;

    /** 256 MiB: far more than a journal of metadata holds that was not written back, and what a machine can spare. */
    static final int UNITS_MAX = 65_536;

    private static final String SLOTS = ".scratch";
    private static final String UNITS = ".units";

    private final Path directory;
    private final String name;
    private final FileChannel slots;
    private final FileChannel numbers;
    private final UnitSlots known = new UnitSlots();

    private ScratchFile(Path directory, String name, FileChannel slots, FileChannel numbers) {
        this.directory = directory;
        this.name = name;
        this.slots = slots;
        this.numbers = numbers;
    }

    /** Makes it, or goes on with what an earlier daemon wrote. */
    static ScratchFile open(Path directory, String name) {
        try {
            FileChannel slots = channel(directory.resolve(name + SLOTS));
            try {
                ScratchFile scratch = new ScratchFile(directory, name, slots, channel(directory.resolve(name + UNITS)));
                scratch.recall();
                return scratch;
            } catch (IOException | RuntimeException e) {
                slots.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed("opening", directory.resolve(name + SLOTS), e);
        }
    }

    /** Removes it, if it is there. */
    static void remove(Path directory, String name) {
        try {
            Files.deleteIfExists(directory.resolve(name + UNITS));
            Files.deleteIfExists(directory.resolve(name + SLOTS));
        } catch (IOException e) {
            throw failed("removing", directory.resolve(name + SLOTS), e);
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private void recall() throws IOException {
        int count = (int) Math.min(UNITS_MAX, numbers.size() / Long.BYTES);
        ByteBuffer all = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (all.hasRemaining() && numbers.read(all, all.position()) > 0) {
            // Read on.
        }
        all.flip();
        for (int slot = 0; all.remaining() >= Long.BYTES; slot++) {
            long number = all.getLong();
            if (number < 1 || known.find(number - 1) != UnitSlots.NONE) {
                throw new Failure.Corrupt(
                        directory.resolve(name + UNITS) + " has unit " + (number - 1) + " in slot " + slot);
            }
            known.put(number - 1, slot);
        }
    }

    boolean isEmpty() {
        return known.size() == 0;
    }

    boolean has(long unit) {
        return known.find(unit) != UnitSlots.NONE;
    }

    /** How many units can be put that are not there yet. */
    int room() {
        return UNITS_MAX - known.size();
    }

    /** Reads from a unit that is there until {@code target} has no room left. */
    void read(long unit, int within, ByteBuffer target) {
        long at = (long) known.find(unit) * UNIT + within;
        try {
            while (target.hasRemaining()) {
                int count = slots.read(target, at);
                if (count < 1) {
                    throw new Failure.Corrupt(directory.resolve(name + SLOTS) + " ends before byte " + at);
                }
                at += count;
            }
        } catch (IOException e) {
            throw failed("reading", directory.resolve(name + SLOTS), e);
        }
    }

    /** Writes a whole unit. */
    void put(long unit, ByteBuffer content) {
        int found = known.find(unit);
        int slot = found == UnitSlots.NONE ? known.size() : found;
        try {
            write(slots, content, (long) slot * UNIT);
            if (found == UnitSlots.NONE) {
                ByteBuffer number = ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(unit + 1)
                        .flip();
                write(numbers, number, (long) slot * Long.BYTES);
                known.put(unit, slot);
            }
        } catch (IOException e) {
            throw new Failure.Exhausted("writing to " + directory.resolve(name + SLOTS) + ": " + e.getMessage(), e);
        }
    }

    private static void write(FileChannel file, ByteBuffer content, long offset) throws IOException {
        long at = offset;
        while (content.hasRemaining()) {
            at += file.write(content, at);
        }
    }

    @Override
    public void close() {
        try (slots;
                numbers) {
            // Both.
        } catch (IOException e) {
            throw failed("closing", directory.resolve(name + SLOTS), e);
        }
    }

    private static Failure failed(String attempt, Path file, IOException e) {
        return new Failure.Unavailable(attempt + " " + file + ": " + e.getMessage(), e);
    }
}
