package io.ebsnap.store.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A file or directory of a {@link PowerCutDisk}: as programs see it, and as it is on the platter. Guarded by the disk. */
sealed interface DiskNode {

    /** Makes of it what the power cut leaves. */
    void cut(SplittableRandom random);

    /** A file that grows at its end. Bytes from {@code synced} on were never forced. */
    final class DiskFile implements DiskNode {
        private static final int SECTOR_BYTES = 512;

        private byte[] bytes = new byte[0];
        private int length;
        private int synced;

        int length() {
            return length;
        }

        byte[] bytes() {
            return bytes;
        }

        void append(byte[] more) {
            if (length + more.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more.length));
            }
            System.arraycopy(more, 0, bytes, length, more.length);
            length += more.length;
        }

        void force() {
            synced = length;
            bytes = Arrays.copyOf(bytes, length);
        }

        /** The length may have become anything that it ever was to be; each sector that was not forced was written, or was not. */
        @Override
        public void cut(SplittableRandom random) {
            int left = switch (random.nextInt(3)) {
                case 0 -> synced;
                case 1 -> length;
                default -> synced + random.nextInt(length - synced + 1);
            };
            boolean whole = random.nextInt(4) == 0;
            for (int at = synced; at < left; at = at / SECTOR_BYTES * SECTOR_BYTES + SECTOR_BYTES) {
                int end = Math.min(left, at / SECTOR_BYTES * SECTOR_BYTES + SECTOR_BYTES);
                if (!whole && random.nextBoolean()) {
                    byte[] stale = new byte[end - at];
                    if (random.nextBoolean()) {
                        random.nextBytes(stale);
                    }
                    System.arraycopy(stale, 0, bytes, at, stale.length);
                }
            }
            length = left;
            force();
        }
    }

    /** A directory. Changes that were not forced may be on the platter, each or none of them. */
    final class DiskDirectory implements DiskNode {
        private final Map<String, DiskNode> entries = new LinkedHashMap<>();
        private Map<String, DiskNode> durable = new LinkedHashMap<>();
        private final List<Change> pending = new ArrayList<>();

        private record Change(String name, @Nullable DiskNode node) {}

        @Nullable
        DiskNode get(String name) {
            return entries.get(name);
        }

        Map<String, DiskNode> entries() {
            return entries;
        }

        void put(String name, DiskNode node) {
            entries.put(name, node);
            pending.add(new Change(name, node));
        }

        void remove(String name) {
            entries.remove(name);
            pending.add(new Change(name, null));
        }

        void force() {
            pending.clear();
            durable = new LinkedHashMap<>(entries);
        }

        @Override
        public void cut(SplittableRandom random) {
            for (Change change : pending) {
                if (random.nextBoolean()) {
                    continue;
                }
                if (change.node() == null) {
                    durable.remove(change.name());
                } else {
                    durable.put(change.name(), change.node());
                }
            }
            entries.clear();
            entries.putAll(durable);
            force();
            entries.values().forEach(node -> node.cut(random));
        }
    }
}
