package io.ebsnap.remote;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.snapshot.ChunkAliases;
import io.ebsnap.snapshot.DistantAlias;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What chunks have come from one remote into one domain: a table in a sparse file, {@code docs/format/remotes.md}, each name in the one slot that it can have. A later name takes an
 * earlier one's slot. What cannot be read or written is not known, and costs a block that is fetched again. Safe for use by several threads.
 */
final class AliasFile implements ChunkAliases {

    private static final Logger LOG = LoggerFactory.getLogger(AliasFile.class);

    /** 64 MiB of slots, for 512 GiB of blocks. */
    static final int SLOTS = 1 << 20;

    static final int SLOT_BYTES = 64;
    private static final int NAMED_BYTES = 2 * Long.BYTES + ChunkId.BYTES;

    private final Path path;
    private final FileChannel file;

    private AliasFile(Path path, FileChannel file) {
        this.path = path;
        this.file = file;
    }

    /** Opens a table, which is made if it is not there; where that cannot be, nothing is known. */
    static ChunkAliases open(Path path) {
        try {
            Files.createDirectories(
                    path.resolveSibling("."),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new AliasFile(
                    path,
                    FileChannel.open(
                            path,
                            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
        } catch (IOException e) {
            LOG.warn("{} cannot be used, so blocks are fetched that came before: {}", path, e.toString());
            return ChunkAliases.NONE;
        }
    }

    @Override
    public Optional<ChunkId> find(DistantAlias alias) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        try {
            if (file.read(slot, placeOf(alias)) != SLOT_BYTES) {
                return Optional.empty();
            }
        } catch (IOException e) {
            LOG.warn("reading {}: {}", path, e.toString());
            return Optional.empty();
        }
        slot.flip();
        boolean found = slot.getLong() == alias.high() && slot.getLong() == alias.low();
        ChunkId chunk = ChunkId.from(slot.array(), 2 * Long.BYTES);
        return found && slot.getInt(NAMED_BYTES) == sum(slot.array()) ? Optional.of(chunk) : Optional.empty();
    }

    @Override
    public void learn(DistantAlias alias, ChunkId chunk) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putLong(alias.high()).putLong(alias.low()).put(chunk.bytes());
        slot.putInt(sum(slot.array())).clear();
        try {
            int unused = file.write(slot, placeOf(alias));
        } catch (IOException e) {
            LOG.warn("writing {}: {}", path, e.toString());
        }
    }

    @Override
    public void forget() {
        try {
            FileChannel unused = file.truncate(0);
        } catch (IOException e) {
            throw new Failure.Unavailable("emptying " + path, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("closing {}: {}", path, e.toString());
        }
    }

    /** Whoever names chunks may choose the names: at worst each takes another's slot. */
    private static long placeOf(DistantAlias alias) {
        return Math.floorMod(alias.low(), (long) SLOTS) * SLOT_BYTES;
    }

    /** Never zero, so that a hole in the file is no slot. */
    private static int sum(byte[] slot) {
        CRC32C sum = new CRC32C();
        sum.update(Arrays.copyOf(slot, NAMED_BYTES), 0, NAMED_BYTES);
        return (int) sum.getValue() | 1;
    }
}
