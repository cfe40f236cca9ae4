package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The bytes of a file below which the power can be cut: what was not made durable is then there, or not, or in part, sector by sector and in
 * any order.
 */
final class SimulatedFile {

    private static final int SECTOR = 512;

    @GuardedBy("this")
    private byte[] seen;

    @GuardedBy("this")
    private byte[] durable;

    @GuardedBy("this")
    private final List<Write> unsynced = new ArrayList<>();

    @GuardedBy("this")
    private boolean full;

    @GuardedBy("this")
    private long reserved;

    @GuardedBy("this")
    private boolean syncFails;

    @SuppressWarnings("ArrayRecordComponent") // a copy of its own
    private record Write(int offset, byte[] bytes) {}

    SimulatedFile(byte[] content) {
        this.seen = content.clone();
        this.durable = content.clone();
    }

    /** Whether writes fail from now on for want of space. */
    synchronized void full(boolean isFull) {
        full = isFull;
    }

    /** Whether syncs fail from now on. */
    synchronized void syncFails(boolean fails) {
        syncFails = fails;
    }

    synchronized int length() {
        return seen.length;
    }

    synchronized void resize(int length) {
        seen = Arrays.copyOf(seen, length);
        durable = Arrays.copyOf(durable, length);
    }

    /** What lies beyond the end is zeros. */
    synchronized byte[] read(long offset, int length) {
        byte[] bytes = new byte[length];
        int from = (int) Math.min(offset, seen.length);
        System.arraycopy(seen, from, bytes, 0, Math.min(length, seen.length - from));
        return bytes;
    }

    synchronized void write(long offset, byte[] bytes) {
        if (full && offset + bytes.length > reserved) {
            throw new Failure.Exhausted("no room at " + offset, null);
        }
        if (offset + bytes.length > seen.length) {
            resize((int) offset + bytes.length);
        }
        System.arraycopy(bytes, 0, seen, (int) offset, bytes.length);
        unsynced.add(new Write((int) offset, bytes.clone()));
    }

    /** Writes up to {@code end} do not fail for want of space. */
    synchronized void reserve(long end) {
        if (full && end > reserved) {
            throw new Failure.Exhausted("no room up to " + end, null);
        }
        reserved = Math.max(reserved, end);
    }

    synchronized void sync() {
        if (syncFails) {
            throw new Failure.Unavailable("the disk does not take it", null);
        }
        System.arraycopy(seen, 0, durable, 0, seen.length);
        unsynced.clear();
    }

    /** Where a byte that is not zero is at or after an offset; the length if there is none. */
    synchronized int nextNonZero(long offset) {
        int at = (int) offset;
        while (at < seen.length && seen[at] == 0) {
            at++;
        }
        return at;
    }

    /** Cuts the power: the file is afterwards what a machine might find that starts again. */
    synchronized void cut(Random random) {
        List<Write> sectors = new ArrayList<>();
        for (Write write : unsynced) {
            for (int at = 0; at < write.bytes.length; ) {
                int end = Math.min(write.bytes.length, ((write.offset + at) / SECTOR + 1) * SECTOR - write.offset);
                if (random.nextInt(3) > 0) {
                    sectors.add(new Write(write.offset + at, Arrays.copyOfRange(write.bytes, at, end)));
                }
                at = end;
            }
        }
        if (random.nextBoolean()) {
            Collections.shuffle(sectors, random);
        }
        sectors.forEach(write -> System.arraycopy(write.bytes, 0, durable, write.offset, write.bytes.length));
        seen = durable.clone();
        unsynced.clear();
        full = false;
        syncFails = false;
    }
}
