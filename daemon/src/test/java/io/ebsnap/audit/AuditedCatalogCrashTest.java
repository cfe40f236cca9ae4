package io.ebsnap.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.ObjectCatalog;
import io.ebsnap.catalog.RecordSealing;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Daemons that die at any durable step of a change: the events of the log, played one after the other, always lead to what the catalog holds, and no change is told twice
 * or never.
 */
final class AuditedCatalogCrashTest {

    private static final CatalogKind<VolumeRecord> VOLUME = CatalogKind.VOLUME;
    private static final int VOLUMES = 3;
    private static final int DEATHS = 12;

    @TempDir
    private Path folder;

    /** Death at a step. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eventsLeadToWhatTheCatalogHoldsWheneverADaemonDies(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (ObjectStore store = new MemoryObjectStore()) {
            for (int death = 0; death < DEATHS; death++) {
                live(store, random);
            }
            AuditLog log = AuditFixtures.open(folder);
            AuditedCatalog catalog = audited(store, log, CrashPoints.NONE);
            catalog.settle();
            assertThat(log.undone()).isEmpty();
            assertThat(played(log)).as("seed %s", seed).isEqualTo(held(catalog));
            assertThat(log.reading().verify(0).findings()).isEmpty();
            AuditReading.Part own =
                    log.of(AuditFixtures.DAEMON.accountId()).after(0, 100_000, line -> line.kind() == AuditKind.EVENT);
            assertThat(own.lines())
                    .as("seed %s: all volumes are the account's", seed)
                    .hasSameSizeAs(log.reading()
                            .after(0, 100_000, line -> line.kind() == AuditKind.EVENT)
                            .lines());
            assertThat(log.of(AuditFixtures.DAEMON.accountId())
                            .after(0, 100_000, line -> true)
                            .lines())
                    .extracting(AuditLine::sequence)
                    .as("seed %s", seed)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, own.next()).boxed().toList());
            log.close();
        }
    }

    /** A daemon from its start to its death. */
    private void live(ObjectStore store, SplittableRandom random) {
        int[] stepsLeft = {random.nextInt(1, 40)};
        CrashPoints death = step -> {
            stepsLeft[0]--;
            if (stepsLeft[0] <= 0) {
                throw new Death();
            }
        };
        try {
            AuditLog log = AuditFixtures.open(folder, death, AuditFixtures.BYTES_MAX);
            AuditedCatalog catalog = audited(store, log, death);
            catalog.settle();
            while (true) {
                change(catalog, random);
            }
        } catch (Death died) {
            // A process that is dead closes nothing.
        }
    }

    private static void change(Catalog catalog, SplittableRandom random) {
        int number = random.nextInt(VOLUMES);
        VolumeRecord volume = CatalogFixtures.volume(number, "n" + random.nextInt(1000));
        boolean there = catalog.find(VOLUME, volume.volumeId()).isPresent();
        if (!there) {
            catalog.create(VOLUME, volume);
        } else if (random.nextInt(3) == 0) {
            assertThat(catalog.delete(VOLUME, volume.volumeId())).isTrue();
        } else {
            assertThat(catalog.update(VOLUME, volume.volumeId(), old -> volume)).isEqualTo(volume);
        }
    }

    private static AuditedCatalog audited(ObjectStore store, AuditLog log, CrashPoints death) {
        RecordSealing sealing = CatalogFixtures.sealing();
        ObjectCatalog records = ObjectCatalog.open(store, new MemoryCatalogView(), sealing, death);
        return new AuditedCatalog(records, log);
    }

    /** The volumes that are there, as the events say. */
    private static Set<String> played(AuditLog log) {
        Set<String> volumes = new TreeSet<>();
        for (AuditLine line : log.reading()
                .after(0, 100_000, line -> line.kind() == AuditKind.EVENT)
                .lines()) {
            String volume = line.deed().resources().getFirst();
            switch (line.deed().action()) {
                case "registerVolume" -> assertThat(volumes.add(volume)).isTrue();
                case "modifyVolume" -> assertThat(volumes).contains(volume);
                case "deregisterVolume" -> assertThat(volumes.remove(volume)).isTrue();
                default -> throw new AssertionError(line);
            }
        }
        return volumes;
    }

    private static Set<String> held(Catalog catalog) {
        try (Stream<VolumeRecord> all = catalog.list(VOLUME)) {
            return all.map(VolumeRecord::volumeId).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
