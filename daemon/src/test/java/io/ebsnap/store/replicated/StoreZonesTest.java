package io.ebsnap.store.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.ZoneUsage;
import io.ebsnap.store.fault.MemoryTempDir;
import io.ebsnap.task.TaskKind;
import io.ebsnap.task.TaskState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adding, draining and removing zones. */
final class StoreZonesTest {

    @TempDir(factory = MemoryTempDir.class)
    private Path folder = Path.of("");

    private ZonesOnDisk zones;
    private ReplicatedObjectStore store;

    @BeforeEach
    void begin() {
        zones = new ZonesOnDisk(folder);
        store = zones.openWith();
        put("packs/1");
    }

    @AfterEach
    void end() {
        zones.close();
    }

    private void put(String name) {
        assertThat(store.putIfAbsent(new ObjectName(name), ByteBuffer.wrap(new byte[] {1})))
                .isTrue();
    }

    @Test
    void anAddedZoneIsFilledByATaskAndThenCounts() {
        StoreZone added = zones.zones().add("b", zones.directory("b"));
        assertThat(added.state()).isEqualTo(ZoneState.UNAVAILABLE);
        put("packs/2");
        assertThat(zones.content("b")).isEmpty();
        zones.settle();
        assertThat(zones.state("b")).isEqualTo(ZoneState.AVAILABLE);
        assertThat(zones.content("b")).isEqualTo(zones.content("a"));
        assertThat(zones.tasks().list()).anySatisfy(task -> {
            assertThat(task.kind()).isEqualTo(TaskKind.SYNC_ZONE);
            assertThat(task.subject()).isEqualTo("zone b");
            assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        });
        store = zones.open();
        assertThat(zones.zones().list()).extracting(StoreZone::name).containsExactly("a", "b");
        assertThat(zones.state("b")).isEqualTo(ZoneState.AVAILABLE);
    }

    @Test
    void eachZoneIsMeasuredByWhatIsThere() {
        zones.zones().add("b", zones.directory("b"));
        assertThat(zones.zones().usage().getLast().objects()).isEmpty();
        zones.settle();
        put("packs/2");
        for (ZoneUsage usage : zones.zones().usage()) {
            Map<String, ?> content = zones.content(usage.zone().name());
            assertThat(usage.objects()).hasValue(content.size());
            assertThat(usage.bytes().orElseThrow()).isGreaterThanOrEqualTo(2);
        }
        assertThat(zones.zones().usage().getFirst().bytes())
                .isEqualTo(zones.zones().usage().getLast().bytes());
    }

    @Test
    void aDrainedZoneIsNeitherReadNorWritten() {
        zones.zones().add("b", zones.directory("b"));
        zones.settle();
        assertThat(zones.zones().drain("a").state()).isEqualTo(ZoneState.DRAINING);
        zones.settle();
        assertThat(zones.state("a")).isEqualTo(ZoneState.DRAINED);
        put("packs/2");
        assertThat(zones.content("a")).doesNotContainKey("packs/2");
        assertThat(zones.content("b")).containsKeys("packs/1", "packs/2");
        store = zones.open();
        zones.settle();
        assertThat(zones.state("a")).isEqualTo(ZoneState.DRAINED);
        zones.zones().remove("a");
        assertThat(zones.zones().list()).extracting(StoreZone::name).containsExactly("b");
        store = zones.open();
        assertThat(store.exists(new ObjectName("packs/2"))).isTrue();
    }

    @Test
    void theLastZoneThatHasEverythingIsNotGivenUp() {
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> zones.zones().remove("a"))
                .withMessageContaining("the only one");
        zones.zones().add("b", zones.directory("b"));
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> zones.zones().drain("a"))
                .withMessageContaining("the only one");
        zones.settle();
        zones.zones().drain("a");
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> zones.zones().remove("b"));
        assertThatExceptionOfType(Failure.NotFound.class)
                .isThrownBy(() -> zones.zones().drain("x"));
    }

    @Test
    void aZoneThatIsLostForGoodIsRemoved() {
        zones.zones().add("b", zones.directory("b"));
        zones.settle();
        zones.refuse("b");
        put("packs/2");
        zones.zones().remove("b");
        zones.settle();
        assertThat(zones.zones().list()).extracting(StoreZone::name).containsExactly("a");
    }

    @Test
    void aFormerZoneIsAddedAgainAndCopiesOnlyWhatIsMissing() {
        zones.zones().add("b", zones.directory("b"));
        zones.settle();
        zones.zones().remove("b");
        put("packs/2");
        store.delete(new ObjectName("packs/1"));
        zones.zones().add("c", zones.directory("b"));
        zones.settle();
        assertThat(zones.state("c")).isEqualTo(ZoneState.AVAILABLE);
        assertThat(zones.content("b")).isEqualTo(zones.content("a"));
    }

    @Test
    void whatIsTakenOrHoldsSomethingElseIsRefused() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("letter"), "dear");
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> zones.zones().add("b", other))
                .withMessageContaining("not empty");
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> zones.zones().add("a", zones.directory("b")));
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> zones.zones().add("b", zones.directory("a").resolve("packs")));
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> zones.zones().add("b c", zones.directory("b")));
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> zones.zones().add("b", Path.of("relative")));
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> zones.zones().add("b", folder.resolve("no/where")));
        assertThat(folder.resolve("data/zones")).doesNotExist();
    }
}
