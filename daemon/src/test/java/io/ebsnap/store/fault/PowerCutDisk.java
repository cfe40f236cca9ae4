package io.ebsnap.store.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.store.ReplicaStore;
import io.ebsnap.store.fault.DiskNode.DiskDirectory;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.FileOperations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A disk in memory that forgets what was not forced when its power is cut: writes are dropped or torn at sectors of 512
 * bytes, changes of directories happen or do not, in any combination. The same seed and the same operations leave the same.
 *
 * <pre>{@code
 * PowerCutDisk disk = new PowerCutDisk(seed);
 * ObjectStore store = disk.open();
 * disk.cutAfter(17);            // or disk.cut() at a moment of your choice
 * try { work(store); } catch (PowerCut e) { }
 * store = disk.open();          // what is left
 * }</pre>
 *
 * <p>From the cut on everything that still uses the store as it was opened before, on whatever thread, gets {@link PowerCut}:
 * it can never touch the disk again. Safe for use by several threads.
 */
public final class PowerCutDisk {

    /** Where the store is on this disk. */
    public static final Path STORE = Path.of("/data/store");

    private final Object lock = new Object();
    private final SplittableRandom random;

    @GuardedBy("lock")
    private final DiskDirectory root = new DiskDirectory();

    @GuardedBy("lock")
    private long generation;

    @GuardedBy("lock")
    private long operations;

    @GuardedBy("lock")
    private long cutAt = Long.MAX_VALUE;

    @GuardedBy("lock")
    private long capacityBytes = Long.MAX_VALUE;

    /** A change of the disk. */
    @FunctionalInterface
    interface Operation<T> {
        T run(DiskDirectory root) throws IOException;
    }

    /** An empty disk. */
    public PowerCutDisk(long seed) {
        this.random = new SplittableRandom(seed);
        DiskDirectory data = new DiskDirectory();
        root.put("data", data);
        root.force();
    }

    /** Puts the disk into a machine that has power, and opens the store on it; with the first call an empty one. */
    public ReplicaStore open() {
        return FileObjectStore.open(STORE, files(), new SplittableRandom(seedOfUploads()));
    }

    /** The disk's file system, for whoever keeps files beside the store. Ends with the next cut. */
    public FileOperations files() {
        synchronized (lock) {
            return new PowerCutFiles(this, generation);
        }
    }

    /** Cuts the power now. */
    public void cut() {
        synchronized (lock) {
            generation++;
            cutAt = Long.MAX_VALUE;
            root.cut(random);
        }
    }

    /**
     * Cuts the power at a later operation that changes something (creates, writes, forces, links, renames, unlinks), which may or may not have happened then.
     *
     * @param count 1 for the very next one
     */
    public void cutAfter(long count) {
        synchronized (lock) {
            cutAt = operations + count;
        }
    }

    /** How many changing operations there have been. */
    public long operations() {
        synchronized (lock) {
            return operations;
        }
    }

    /** Lets the disk be full when its files hold so many bytes. */
    public void limitBytes(long bytes) {
        synchronized (lock) {
            capacityBytes = bytes;
        }
    }

    /** Runs something that only looks. */
    <T> T look(long wanted, Operation<T> operation) throws IOException {
        synchronized (lock) {
            requirePower(wanted);
            return operation.run(root);
        }
    }

    /** Runs something that changes the disk. */
    <T> T change(long wanted, Operation<T> operation) throws IOException {
        synchronized (lock) {
            requirePower(wanted);
            operations++;
            if (operations >= cutAt) {
                if (random.nextBoolean()) {
                    operation.run(root);
                }
                cut();
                throw new PowerCut();
            }
            return operation.run(root);
        }
    }

    long freeBytes(long wanted) {
        synchronized (lock) {
            requirePower(wanted);
            return Math.max(0, capacityBytes - used(root));
        }
    }

    @GuardedBy("lock")
    private void requirePower(long wanted) {
        if (wanted != generation) {
            throw new PowerCut();
        }
    }

    private long seedOfUploads() {
        synchronized (lock) {
            return random.nextLong();
        }
    }

    private static long used(DiskNode node) {
        return switch (node) {
            case DiskNode.DiskFile file -> file.length();
            case DiskDirectory directory ->
                directory.entries().values().stream()
                        .distinct()
                        .mapToLong(PowerCutDisk::used)
                        .sum();
        };
    }
}
