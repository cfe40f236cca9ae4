package io.ebsnap.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.Explanation;
import io.ebsnap.lifecycle.Forecast;
import io.ebsnap.lifecycle.Marks;
import io.ebsnap.lifecycle.Occurrence.Kind;
import io.ebsnap.lifecycle.RunReport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy that makes images makes one of all its volumes at one instant, keeps so many, and gives the others up with their snapshots. */
final class PolicyImagesTest extends PolicyDeedsFixture {

    private static final String IMAGES = "resource-type = \"image\"\n"
            + DAILY.replace("all = true", "tags = [\"web\"]").replace("count = 1", "count = 2");

    @BeforeEach
    void addVolumes() {
        work.volume("/dev/b", "web");
        work.volume("/dev/c", "web");
    }

    private List<ImageRecord> images() {
        try (Stream<ImageRecord> all = engine.catalog.list(CatalogKind.IMAGE)) {
            return all.sorted(Comparator.comparing(ImageRecord::creationDate)).toList();
        }
    }

    @Test
    void anImageIsOfAllVolumesThatAreMeantAndTheOldestGoWithTheirSnapshots() {
        policy(IMAGES);
        ImageRecord first = images().getFirst();
        assertThat(first.state()).isEqualTo(ImageState.AVAILABLE);
        assertThat(first.name()).startsWith("p 2027-01-16T00.00.00Z");
        assertThat(first.snapshotIds()).hasSize(2);
        assertThat(first.machine().rootDeviceName()).isEqualTo("/dev/sda");
        assertThat(work.all())
                .hasSize(2)
                .allMatch(snapshot -> snapshot.origin().group() != null)
                .allMatch(snapshot -> Marks.of(snapshot.tags()).policyId().isEmpty());
        Forecast forecast = work.lifecycle.forecast(
                new Forecast.Order(List.of(), work.now, work.now.plus(Duration.ofDays(3)), false, 100));
        assertThat(forecast.totals()).isEqualTo(new Forecast.Totals(3, 2, 4, 5));
        Explanation explanation = work.lifecycle.explainImage(new ImageId(first.imageId()), OWN);
        assertThat(explanation.reasons()).singleElement().matches(reason -> reason.startsWith("it is number 1 of"));
        assertThat(explanation.deletion()).isNotNull();
        after(DAY);
        assertThat(images()).hasSize(2);
        List<RunReport> reports = after(DAY);
        assertThat(all(reports, Kind.DELETED))
                .singleElement()
                .matches(what -> what.snapshotId().equals(first.imageId()));
        assertThat(images()).hasSize(2).doesNotContain(first);
        assertThat(work.all()).hasSize(4);
        assertThat(work.lifecycle.coverage()).hasSize(2);
    }

    @Test
    void oneThatIsProtectedStaysAndOneIsDeprecatedAtItsAge() {
        policy(IMAGES.replace("count = 2", "count = 1") + "[schedule.daily.deprecate]\nafter = \"1 day\"\n");
        ImageId first = new ImageId(images().getFirst().imageId());
        images(work, engine).protect(first, false);
        after(DAY);
        List<RunReport> reports = after(DAY);
        assertThat(all(reports, Kind.KEPT))
                .isNotEmpty()
                .allMatch(what -> what.reason().equals("kept because it is protected from being deregistered"));
        assertThat(images().getFirst().terms().deprecationTime()).isNotNull();
        assertThat(images().getLast().terms().deprecationTime()).isNull();
        images(work, engine).unprotect(first);
        work.after(Duration.ZERO);
        assertThat(images()).hasSize(1);
    }

    @Test
    void oneThatLostASnapshotIsNotCountedAndIsLeftToPeople() {
        policy(IMAGES);
        ImageRecord first = images().getFirst();
        after(DAY);
        ImageRecord broken = images().getLast();
        String lost = broken.snapshotIds().findFirst().orElseThrow();
        assertThat(engine.catalog.delete(CatalogKind.SNAPSHOT, lost)).isTrue();
        List<RunReport> reports = after(DAY);
        assertThat(images()).hasSize(3).contains(first);
        assertThat(all(reports, Kind.DELETED)).isEmpty();
        assertThat(all(reports, Kind.KEPT))
                .anyMatch(what -> what.snapshotId().equals(broken.imageId())
                        && what.reason().equals("kept because it is broken: " + lost + " is gone"));
    }

    @Test
    void withoutVolumesNothingIsMade() {
        policy(IMAGES.replace("\"web\"", "\"nobody\""));
        List<RunReport> reports = after(DAY);
        assertThat(images()).isEmpty();
        assertThat(all(reports, Kind.SKIPPED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, /dev/sda", "25, /dev/sdz", "26, /dev/sdaa", "63, /dev/sdbl"})
    void devicesAreNamedAsTheKernelNamesThem(int index, String name) {
        assertThat(PolicyImages.device(index)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image.after-record",
                "image.after-snapshots",
                "lifecycle.after-take",
                "lifecycle.after-progress",
                "image.after-deregistration",
                "delete.before-record",
                "delete.after-record",
                "lifecycle.after-delete"
            })
    void afterDeathAtEachStepNothingIsMadeTwiceAndTheSameIsLeft(String point) {
        policy(IMAGES.replace("count = 2", "count = 1"));
        AtomicInteger left = new AtomicInteger(1);
        engine.crashPoints.set(name -> {
            if (name.equals(point) && left.decrementAndGet() == 0) {
                throw new SimulatedDeath();
            }
        });
        try {
            after(DAY);
        } catch (SimulatedDeath e) {
            // That is what this is about.
        }
        assertThat(left.get()).as(point).isNotPositive();
        engine.crashPoints.set(CrashPoints.NONE);
        // Threads cannot be killed: copies that are under way would go on beside the next daemon.
        work.settle();
        engine.view = new MemoryCatalogView();
        engine.restart();
        images(work, engine).recover();
        work.restart();
        work.settle();
        work.after(Duration.ZERO);
        assertThat(images()).as(point).hasSize(1);
        assertThat(images().getFirst().name()).as(point).startsWith("p 2027-01-17");
        for (String snapshot : images().getFirst().snapshotIds().toList()) {
            assertThat(engine.snapshots.find(new SnapshotId(snapshot)))
                    .as(point)
                    .isPresent();
        }
        assertThat(work.all())
                .as(point)
                .allMatch(snapshot -> images().getFirst().uses(snapshot.snapshotId()));
    }
}
