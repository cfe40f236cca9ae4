package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares two thin volumes of a pool by {@code thin_delta}, which reads what the pool has mapped where and no data. Its output is believed only
 * when it is whole: the ranges that it names must be as many as the kernel has mapped in either volume, so that what it does not name is
 * mapped in neither. Safe for use by several threads, of which one at a time compares.
 */
public final class ThinDelta {

    private static final String PROGRAM = "thin_delta";
    private static final Duration TIME_LIMIT = Duration.ofMinutes(30);
    private static final int SECTOR_BYTES = 512;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");

    private final Tools tools;
    private final PoolMetadata metadata;

    /** @param notes directory of what is reserved, made when needed */
    public ThinDelta(Tools tools, Path notes) {
        this.tools = tools;
        this.metadata = new PoolMetadata(tools, notes);
    }

    /**
     * Two volumes of a pool.
     *
     * @param before made before the other
     * @param beforeMappedBytes what the pool holds of it
     * @param nowMappedBytes likewise
     */
    public record Pair(
            MappedPool pool, ThinVolume before, long beforeMappedBytes, ThinVolume now, long nowMappedBytes) {}

    /** Takes what differs. */
    @FunctionalInterface
    public interface Changes {

        /** The bytes from one on up to another, exclusive, may differ; in ascending order, and perhaps beyond the end of both. */
        void changed(long start, long end);
    }

    /** Why it cannot be used here; empty if it can. */
    public Optional<String> missing() {
        if (tools.find(PROGRAM).isEmpty()) {
            return Optional.of("thin_delta is not installed");
        }
        String output = tools.run(PROGRAM, List.of("--version")).output().strip();
        Matcher version = VERSION.matcher(output);
        if (!version.find()) {
            return Optional.of("thin_delta does not tell its version");
        }
        return right(version) ? Optional.empty() : Optional.of("thin_delta " + version.group() + " may be wrong");
    }

    /**
     * Up to 0.6 it has overlooked changes; from 1.0.0 to 1.0.5 it took a run of blocks for the same if the first one was.
     */
    private static boolean right(Matcher version) {
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        int patch = version.group(3) == null ? 0 : Integer.parseInt(version.group(3));
        return major == 0 ? minor >= 7 : major > 1 || minor > 0 || patch >= 6;
    }

    /**
     * Compares.
     *
     * @throws Failure.Conflict if somebody else has reserved the pool's metadata
     * @throws Failure.Unavailable if the program fails
     * @throws Failure.Corrupt if what it says is not understood, cut short or contradicts what LVM and the kernel say
     */
    public void compare(Pair pair, Changes changes) {
        Totals totals = new Totals(pair, changes);
        ThinDeltaReader reader = new ThinDeltaReader(totals);
        List<String> arguments = List.of(
                "--metadata-snap",
                "--snap1",
                Long.toString(pair.before().thinId()),
                "--snap2",
                Long.toString(pair.now().thinId()),
                pair.pool().metadata().toString());
        metadata.whileReserved(pair.pool().target(), () -> {
            Commands.Outcome outcome = tools.stream(PROGRAM, arguments, TIME_LIMIT, reader);
            if (!outcome.succeeded()) {
                throw new Failure.Unavailable("thin_delta: " + outcome.text(), null);
            }
        });
        reader.end();
        totals.requireAll();
    }

    /** Releases what a former run has left reserved. */
    public void releaseLeft() {
        metadata.releaseLeft();
    }

    /** Adds up what is named. */
    private static final class Totals implements ThinDeltaReader.Elements {
        private final Pair pair;
        private final Changes changes;
        private long beforeUnits;
        private long nowUnits;

        Totals(Pair pair, Changes changes) {
            this.pair = pair;
            this.changes = changes;
        }

        @Override
        public void superblock(long transaction, long unitSectors) {
            require("transaction", transaction, transaction > pair.now().transaction());
            require(
                    "data block",
                    unitSectors,
                    unitSectors * SECTOR_BYTES == pair.pool().unitBytes());
        }

        @Override
        public void devices(long left, long right) {
            require("left", left, left == pair.before().thinId());
            require("right", right, right == pair.now().thinId());
        }

        @Override
        public void range(ThinDeltaReader.Kind kind, long begin, long length) {
            beforeUnits += kind == ThinDeltaReader.Kind.RIGHT_ONLY ? 0 : length;
            nowUnits += kind == ThinDeltaReader.Kind.LEFT_ONLY ? 0 : length;
            if (kind != ThinDeltaReader.Kind.SAME) {
                long unit = pair.pool().unitBytes();
                require("range to", begin + length, begin + length <= Long.MAX_VALUE / unit);
                changes.changed(begin * unit, (begin + length) * unit);
            }
        }

        void requireAll() {
            long unit = pair.pool().unitBytes();
            require("mapped of the first", beforeUnits, beforeUnits == pair.beforeMappedBytes() / unit);
            require("mapped of the second", nowUnits, nowUnits == pair.nowMappedBytes() / unit);
        }

        private static void require(String what, long found, boolean fits) {
            if (!fits) {
                throw new Failure.Corrupt("what thin_delta printed does not fit: " + what + " " + found);
            }
        }
    }
}
