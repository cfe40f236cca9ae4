package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.fault.PowerCut;
import io.ebsnap.store.fault.PowerCutDisk;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalog on a disk whose power is cut at any operation: every record is as it was before the last change, or after it. */
final class ObjectCatalogCrashTest {

    private static final CatalogKind<VolumeRecord> VOLUME = CatalogKind.VOLUME;
    private static final int RECORDS = 4;
    private static final int CUTS = 15;

    /** Name of each volume that is there. */
    private final Map<Integer, String> certain = new TreeMap<>();

    /** The volume whose change was cut, and what it was to become. */
    private Optional<Map.Entry<Integer, Optional<String>>> underWay = Optional.empty();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterAnyCutEachRecordIsInItsOldOrItsNewState(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PowerCutDisk disk = new PowerCutDisk(seed);
        CatalogView view = new MemoryCatalogView();
        for (int cut = 0; cut < CUTS; cut++) {
            disk.cutAfter(random.nextInt(1, 70));
            try (ObjectStore store = disk.open()) {
                work(CatalogFixtures.open(store, view), random);
            } catch (PowerCut e) {
                // That is what this is about.
            }
            if (random.nextBoolean()) {
                view = new MemoryCatalogView();
            }
            check(disk, view);
        }
    }

    private void work(ObjectCatalog catalog, SplittableRandom random) {
        catalog.tidy();
        while (true) {
            int number = random.nextInt(RECORDS);
            String id = CatalogFixtures.volume(number, "").volumeId();
            String name = "n" + random.nextInt(1000);
            switch (random.nextInt(4)) {
                case 0 -> {
                    underWay = Optional.of(Map.entry(number, Optional.empty()));
                    assertThat(catalog.delete(VOLUME, id)).isEqualTo(certain.containsKey(number));
                    certain.remove(number);
                }
                case 1 -> catalog.purgeTombstones();
                default -> {
                    underWay = Optional.of(Map.entry(number, Optional.of(name)));
                    createOrUpdate(catalog, CatalogFixtures.volume(number, name));
                    certain.put(number, name);
                }
            }
            underWay = Optional.empty();
        }
    }

    private static void createOrUpdate(ObjectCatalog catalog, VolumeRecord volume) {
        try {
            catalog.create(VOLUME, volume);
        } catch (Failure.Conflict e) {
            catalog.update(VOLUME, volume.volumeId(), old -> volume);
        }
    }

    /** What was in doubt is settled by what is there now. */
    private void check(PowerCutDisk disk, CatalogView view) {
        try (ObjectStore store = disk.open()) {
            ObjectCatalog catalog = CatalogFixtures.open(store, view);
            assertThat(catalog.damaged()).isEmpty();
            for (int number = 0; number < RECORDS; number++) {
                Optional<String> found = catalog.find(
                                VOLUME, CatalogFixtures.volume(number, "").volumeId())
                        .map(VolumeRecord::name);
                assertThat(found).isIn(possible(number));
                found.ifPresentOrElse(keep(number), forget(number));
            }
            underWay = Optional.empty();
            catalog.purgeTombstones();
            try (Stream<ObjectName> objects = store.list("catalog/")) {
                assertThat(objects).hasSize(certain.size());
            }
        }
    }

    private Consumer<String> keep(int number) {
        return name -> certain.put(number, name);
    }

    private Runnable forget(int number) {
        return () -> certain.remove(number);
    }

    private Set<Optional<String>> possible(int number) {
        Optional<String> before = Optional.ofNullable(certain.get(number));
        Optional<String> after = underWay.filter(change -> change.getKey() == number)
                .map(Map.Entry::getValue)
                .orElse(before);
        return before.equals(after) ? Set.of(before) : Set.of(before, after);
    }
}
