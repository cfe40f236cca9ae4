package io.ebsnap.store.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.flight.CrashPoints;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.fault.MemoryTempDir;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon dies at each durable step of all that can happen to zones, one after the other; the next one loses nothing. */
final class ZonesCrashTest {

    @TempDir(factory = MemoryTempDir.class)
    private Path folder = Path.of("");

    /** Death. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** From one step on nothing happens any more. */
    private static final class Dying implements CrashPoints {
        private final AtomicInteger left;

        Dying(int steps) {
            left = new AtomicInteger(steps);
        }

        @Override
        public void reached(String name) {
            if (left.decrementAndGet() <= 0) {
                throw new Crash();
            }
        }

        boolean isDead() {
            return left.get() <= 0;
        }
    }

    /** What was acknowledged, and what may be there or not because it was under way. */
    private static final class Books {
        private final Map<String, Integer> there = new TreeMap<>();
        private final Set<String> doubtful = new TreeSet<>();

        void put(ReplicatedObjectStore store, String name, int content) {
            doubtful.add(name);
            assertThat(store.putIfAbsent(new ObjectName(name), ByteBuffer.wrap(new byte[] {(byte) content})))
                    .isTrue();
            there.put(name, content);
            doubtful.remove(name);
        }

        void delete(ReplicatedObjectStore store, String name) {
            doubtful.add(name);
            there.remove(name);
            store.delete(new ObjectName(name));
            doubtful.remove(name);
        }

        void check(ReplicatedObjectStore store) {
            Set<String> found = ZonesOnDisk.names(store);
            assertThat(found).containsAll(there.keySet());
            found.removeAll(there.keySet());
            found.removeAll(doubtful);
            assertThat(found).containsExactly("store");
            there.forEach((name, content) -> {
                ByteBuffer bytes = ByteBuffer.allocate(1);
                store.read(new ObjectName(name), 0, bytes);
                assertThat(bytes.get(0)).isEqualTo(content.byteValue());
            });
        }
    }

    @Test
    void whereverTheDaemonDiesTheNextOneHasEverythingAndBringsTheZonesLevel() throws Exception {
        boolean died = true;
        int steps = 1;
        for (; died; steps++) {
            died = dieAt(steps, Files.createDirectory(folder.resolve("run" + steps)));
        }
        assertThat(steps).as("steps at which it died").isGreaterThan(40);
    }

    /** Whether it came to that step. */
    private static boolean dieAt(int steps, Path place) {
        Books books = new Books();
        Dying dying = new Dying(steps);
        try (ZonesOnDisk zones = new ZonesOnDisk(place)) {
            zones.openWith();
            zones.crashPoints = dying;
            try {
                live(zones, dying, books);
            } catch (Crash e) {
                // That is what this is about.
            }
            boolean died = dying.isDead();
            zones.crashPoints = CrashPoints.NONE;
            zones.faults("b").clear();
            zones.faults("a").clear();
            ReplicatedObjectStore store = zones.open();
            books.check(store);
            zones.settle();
            books.check(store);
            zones.zones().list().stream()
                    .filter(zone -> zone.state() != ZoneState.DRAINED)
                    .forEach(zone -> {
                        assertThat(zone.state()).as(steps + ": " + zone).isEqualTo(ZoneState.AVAILABLE);
                        assertThat(zones.content(zone.name()).keySet())
                                .as(steps + ": " + zone)
                                .isEqualTo(ZonesOnDisk.names(zones.store()));
                    });
            return died;
        }
    }

    private static void live(ZonesOnDisk zones, Dying dying, Books books) {
        ReplicatedObjectStore store = zones.store();
        books.put(store, "packs/0", 0);
        zones.zones().add("b", zones.directory("b"));
        settle(zones, dying);
        books.put(store, "packs/1", 1);
        books.put(store, "packs/2", 2);
        books.delete(store, "packs/1");
        zones.refuse("b");
        books.put(store, "packs/3", 3);
        books.delete(store, "packs/2");
        books.put(store, "packs/2", 4);
        zones.faults("b").clear();
        settle(zones, dying);
        zones.destroy("a");
        books.put(store, "packs/5", 5);
        settle(zones, dying);
        zones.zones().drain("b");
        settle(zones, dying);
        books.put(store, "packs/6", 6);
        zones.zones().remove("b");
    }

    /** A task may have died, and not this thread. */
    private static void settle(ZonesOnDisk zones, Dying dying) {
        zones.settle();
        if (dying.isDead()) {
            throw new Crash();
        }
    }
}
