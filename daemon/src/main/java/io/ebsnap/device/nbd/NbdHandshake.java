package io.ebsnap.device.nbd;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The fixed newstyle negotiation of one connection. */
final class NbdHandshake {

    private static final long MAGIC = 0x4e42444d41474943L;
    private static final long OLDSTYLE = 0x00420281861253L;
    private static final int FIXED_NEWSTYLE = 1;
    private static final int NO_ZEROES = 2;
    private static final int PADDING_BYTES = 124;
    private static final int INFO_EXPORT = 0;
    private static final int INFO_EXPORT_BYTES = 12;
    private static final int INFO_BLOCK_SIZE = 3;
    private static final int INFO_BLOCK_SIZE_BYTES = 14;

    private final NbdWire wire;
    private final NbdUri uri;

    NbdHandshake(NbdWire wire, NbdUri uri) {
        this.wire = wire;
        this.uri = uri;
    }

    /**
     * Negotiates.
     *
     * @throws Failure.NotFound if the server has no such export
     * @throws Failure.Denied if it wants TLS or forbids it
     */
    NbdExport negotiate() throws IOException {
        int flags = greeting();
        wire.write(new NbdMessage().putInt(flags & (FIXED_NEWSTYLE | NO_ZEROES)).toBuffer());
        if ((flags & FIXED_NEWSTYLE) == 0) {
            return byName(flags);
        }
        NbdOptions options = new NbdOptions(wire, uri);
        boolean structured = options.structuredReplies();
        Map<String, Integer> contexts = structured ? options.setContexts(wanted(options.listContexts())) : Map.of();
        Go go = new Go();
        return options.go(go::info) ? go.export(structured, contexts) : byName(flags);
    }

    private int greeting() throws IOException {
        long magic = wire.readLong();
        if (magic != MAGIC) {
            throw new NbdProtocolException("it greets with " + Long.toHexString(magic) + " instead of NBDMAGIC");
        }
        long style = wire.readLong();
        if (style == OLDSTYLE) {
            throw new NbdProtocolException("it speaks the old style, which was given up in 2012");
        }
        if (style != NbdOptions.MAGIC) {
            throw new NbdProtocolException("it greets with " + Long.toHexString(style) + " instead of IHAVEOPT");
        }
        return wire.readShort();
    }

    /** Contexts that ebsnap can use: allocation, and dirty bitmaps. */
    private static List<String> wanted(List<String> offered) {
        return offered.stream()
                .filter(name ->
                        name.equals(NbdSource.ALLOCATION_CONTEXT) || name.startsWith(NbdSource.DIRTY_BITMAP_PREFIX))
                .distinct()
                .limit(NbdLimits.CONTEXTS_MAX)
                .toList();
    }

    /** The way of servers that know no better: the server hangs up if it has no such export. */
    private NbdExport byName(int flags) throws IOException {
        wire.write(NbdOptions.exportName(uri));
        long size = wire.readLong();
        int transmission = wire.readShort();
        if ((flags & NO_ZEROES) == 0) {
            wire.skip(PADDING_BYTES);
        }
        return new NbdExport(checkedSize(size), transmission, false, Map.of(), NbdBlockSizes.DEFAULT);
    }

    private long checkedSize(long size) {
        if (size < 1 || size > VolumeGeometry.SIZE_BYTES_MAX) {
            throw new Failure.Invalid(uri + ": export of " + Long.toUnsignedString(size) + " bytes; 1.."
                    + VolumeGeometry.SIZE_BYTES_MAX + " are possible");
        }
        return size;
    }

    /** What the answers to the option GO tell. */
    private final class Go {
        private boolean told;
        private long size;
        private int flags;
        private NbdBlockSizes blockSizes = NbdBlockSizes.DEFAULT;

        /** One answer, whose {@code length} bytes are still to be read. */
        void info(int length) throws IOException {
            int type = length < Short.BYTES ? -1 : wire.readShort();
            if (type == INFO_EXPORT && length == INFO_EXPORT_BYTES) {
                size = checkedSize(wire.readLong());
                flags = wire.readShort();
                told = true;
            } else if (type == INFO_BLOCK_SIZE && length == INFO_BLOCK_SIZE_BYTES) {
                blockSizes = NbdBlockSizes.of(wire.readUnsignedInt(), wire.readUnsignedInt(), wire.readUnsignedInt());
            } else if (type < 0 || type == INFO_EXPORT || type == INFO_BLOCK_SIZE) {
                throw new NbdProtocolException("information " + type + " of " + length + " bytes");
            } else {
                wire.skip(length - Short.BYTES);
            }
        }

        NbdExport export(boolean structured, Map<String, Integer> contexts) throws IOException {
            if (!told) {
                throw new NbdProtocolException("it does not tell the size of the export");
            }
            return new NbdExport(size, flags, structured, contexts, blockSizes);
        }
    }
}
