package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenedRecordsTest {

    private static final long PLENTY = 1 << 20;

    private final RecordJson json = new RecordJson();
    private final RecordSealing sealing = CatalogFixtures.sealing();
    private final CountedView counted = new CountedView();

    /** A view that counts what is asked of it, and fails on demand. */
    private static final class CountedView implements CatalogView {

        private final MemoryCatalogView view = new MemoryCatalogView();
        private int lists;
        private int lookups;
        private boolean failing;

        @Override
        public Optional<Row> find(String kind, String id) {
            lookups++;
            if (failing) {
                throw new Failure.Unavailable("the view is away", null);
            }
            return view.find(kind, id);
        }

        @Override
        public Stream<Row> list(String kind) {
            lists++;
            return view.list(kind);
        }

        @Override
        public void put(String kind, Row row) {
            view.put(kind, row);
        }

        @Override
        public void remove(String kind, String id) {
            view.remove(kind, id);
        }
    }

    /** Opened records over the view. */
    private final class Opened {

        private final OpenedRecords<SnapshotRecord> records;
        private final CatalogView view;
        private final RecordReading reading;
        private final CatalogDamage damage = new CatalogDamage();
        private final MemoryObjectStore store = new MemoryObjectStore();

        Opened(long bytesMax) {
            records = new OpenedRecords<>(CatalogKind.SNAPSHOT, bytesMax);
            view = new NoticedView(counted, records::noticed);
            reading =
                    new RecordReading(new ObjectCatalog.Parts(new StoredVersions(store), view, sealing, json, damage));
        }

        void put(int number, String words) {
            view.put("snapshot", row(snapshot(number, words)));
        }

        void remove(int number) {
            view.remove("snapshot", id(number));
        }

        Optional<List<String>> list() {
            return records.list(view, reading)
                    .map(all -> all.stream().map(SnapshotRecord::description).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyListShowsWhatTheViewShowsThen(long seed) {
        Random random = new Random(seed);
        Opened opened = new Opened(PLENTY);
        TreeMap<Integer, String> model = new TreeMap<>();
        for (int step = 0; step < 400; step++) {
            int number = random.nextInt(40);
            if (random.nextInt(3) == 0) {
                opened.remove(number);
                model.remove(number);
            } else {
                opened.put(number, "version " + step);
                model.put(number, "version " + step);
            }
            if (random.nextInt(4) == 0) {
                assertThat(opened.list()).as("seed %d step %d", seed, step).contains(List.copyOf(model.values()));
            }
        }
    }

    @Test
    void onlyWhatHasChangedIsOpenedAgain() {
        Opened opened = new Opened(PLENTY);
        for (int number = 0; number < 20; number++) {
            opened.put(number, "n" + number);
        }
        opened.list();
        opened.list();
        assertThat(counted.lists).isEqualTo(1);
        opened.put(3, "other");
        assertThat(opened.list().orElseThrow()).contains("other").hasSize(20);
        assertThat(counted.lists).isEqualTo(1);
        assertThat(counted.lookups).isEqualTo(1);
    }

    @Test
    void recordsBeyondTheBoundAreNotKept() {
        int bytes = row(snapshot(1, "one")).object().length;
        Opened opened = new Opened(2L * bytes);
        opened.put(1, "one");
        opened.put(2, "two");
        assertThat(opened.list()).isPresent();
        opened.put(3, "tre");
        assertThat(opened.list()).isEmpty();
        opened.remove(3);
        assertThat(opened.list()).as("it is not tried at each list").isEmpty();
        for (int change = 0; change < 5000; change++) {
            opened.remove(4 + change);
        }
        assertThat(opened.list()).contains(List.of("one", "two"));
    }

    @Test
    void whatCannotBeReadIsLeftOutUntilItIsAnotherOne() {
        Opened opened = new Opened(PLENTY);
        opened.put(1, "one");
        byte[] damaged = new byte[64];
        opened.store.putIfAbsent(
                new RecordName(new RecordName.Key("snapshot", id(2)), 1).object(), ByteBuffer.wrap(damaged));
        opened.view.put("snapshot", new CatalogView.Row(id(2), 1, damaged));
        assertThat(opened.list()).contains(List.of("one"));
        assertThat(opened.damage.all()).hasSize(1);
        opened.put(2, "two");
        assertThat(opened.list()).contains(List.of("one", "two"));
    }

    @Test
    void aFailureLeavesNothingOldBehind() {
        Opened opened = new Opened(PLENTY);
        opened.put(1, "one");
        opened.list();
        opened.put(1, "new");
        counted.failing = true;
        assertThatExceptionOfType(Failure.Unavailable.class).isThrownBy(opened::list);
        counted.failing = false;
        assertThat(opened.list()).contains(List.of("new"));
    }

    private CatalogView.Row row(SnapshotRecord record) {
        RecordName name = new RecordName(new RecordName.Key("snapshot", record.snapshotId()), 1);
        byte[] object = sealing.seal(CatalogKind.SNAPSHOT, name, json.encode(CatalogKind.SNAPSHOT, record));
        return new CatalogView.Row(record.snapshotId(), 1, object);
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "snap-%017x", number);
    }

    private static SnapshotRecord snapshot(int number, String words) {
        return CatalogFixtures.snapshot(id(number), words);
    }
}
