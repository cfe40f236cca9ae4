package io.ebsnap.scenario;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.FollowUp;
import io.ebsnap.lifecycle.FollowUps;
import io.ebsnap.lifecycle.ImageWork;
import io.ebsnap.lifecycle.LifecycleEngine;
import io.ebsnap.lifecycle.LifecycleParts;
import io.ebsnap.lifecycle.Marks;
import io.ebsnap.lifecycle.Protection;
import io.ebsnap.lifecycle.RunReport;
import io.ebsnap.lifecycle.Safeguards;
import io.ebsnap.lifecycle.Ward;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.VolumeOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Policies in a directory, carried out by a whole engine at times that a test sets. */
public final class PoliciesAtWork {

    /** As the engine's clock begins. */
    public static final Instant BEGIN = Instant.ofEpochSecond(1_800_000_000L);

    static final String OWN = "000000000000";

    final EngineFixture engine;
    final Path directory;
    final List<String> followedUp = new ArrayList<>();
    final Map<String, String> protection = new HashMap<>();
    final Set<String> verified = new HashSet<>();
    private final Function<PoliciesAtWork, Means> means;

    /** The time of policies. */
    public Instant now = BEGIN;

    public LifecycleEngine lifecycle;

    /** What goes on by itself while a run is over and the next has not begun. */
    public Runnable meanwhile = () -> {};

    /** What policies are carried out with beside the engine. */
    public record Means(FollowUps followUps, ImageWork images, Supplier<Safeguards> safeguards) {}

    PoliciesAtWork(EngineFixture engine, Path directory) {
        this(engine, directory, work -> new Means(work.new Doing(), ImageWork.NONE, work::made));
    }

    /**
     * Policies.
     *
     * @param means makes what they are carried out with, again for each daemon
     */
    public PoliciesAtWork(EngineFixture engine, Path directory, Function<PoliciesAtWork, Means> means) {
        this.engine = engine;
        this.directory = directory;
        this.means = means;
        this.lifecycle = lifecycle();
    }

    private Safeguards made() {
        return new Safeguards(
                snapshot -> Stream.ofNullable(protection.get(snapshot.snapshotId()))
                        .map(reason -> new Protection(reason, null))
                        .toList(),
                snapshot -> verified.contains(snapshot.snapshotId()));
    }

    /** Another daemon is put together over the same engine, which was started again. */
    public void restart() {
        lifecycle = lifecycle();
    }

    private LifecycleEngine lifecycle() {
        Means made = means.apply(this);
        return new LifecycleEngine(new LifecycleParts(
                engine.catalog,
                ward -> engine.snapshots,
                made.followUps(),
                made.images(),
                new LifecycleParts.Machine(OWN, directory, device -> device.equals("/dev/boot"), made.safeguards()),
                new Surroundings(
                        () -> now,
                        () -> 0,
                        engine.random,
                        name -> engine.crashPoints.get().reached(name))));
    }

    /** Copies; of everything else it notes that it was wanted. */
    private final class Doing implements FollowUps {

        @Override
        public Set<FollowUp.Kind> executable() {
            return Set.of(FollowUp.Kind.COPY, FollowUp.Kind.SHARE, FollowUp.Kind.ENABLE_FAST_RESTORE);
        }

        @Override
        public String carryOut(FollowUp followUp, SnapshotId snapshot, Ward as) {
            if (followUp instanceof FollowUp.Copy copy) {
                return engine.snapshots
                        .copy(new SnapshotCopyOrder(
                                snapshot, "", List.of(), copy.copyTags(), copy.key(), null, copy.marks()))
                        .snapshotId();
            }
            followedUp.add(snapshot + " " + followUp.words());
            return "";
        }
    }

    public void policy(String name, String text) {
        try {
            Files.writeString(directory.resolve(name + ".toml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void volume(String device, String... tags) {
        engine.machine.add(device, 2 << 20);
        engine.volumes.register(new VolumeOrder(
                device, "", Stream.of(tags).map(tag -> new Tag(tag, "yes")).toList()));
    }

    /** Time goes on, and policies are run until nothing is left to do. */
    public List<RunReport> after(Duration time) {
        now = now.plus(time);
        List<RunReport> reports = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            reports.add(lifecycle.run(List.of()));
            settle();
        }
        return reports;
    }

    /** Waits for all that is being taken. */
    public void settle() {
        all().stream()
                .filter(snapshot -> snapshot.state() == SnapshotState.PENDING)
                .forEach(engine::await);
        meanwhile.run();
    }

    /** All snapshots in the order of their instants. */
    public List<SnapshotRecord> all() {
        try (Stream<SnapshotRecord> records = engine.catalog.list(CatalogKind.SNAPSHOT)) {
            return records.sorted(Comparator.comparing(SnapshotRecord::startTime))
                    .toList();
        }
    }

    /** What completed snapshots are there, each as {@code HOURS SCHEDULES DEVICE}, in the order of hours. */
    List<String> shown() {
        List<String> shown = new ArrayList<>();
        for (SnapshotRecord snapshot : all()) {
            if (snapshot.state() == SnapshotState.COMPLETED) {
                shown.add(shown(snapshot));
            }
        }
        return shown.stream().sorted().toList();
    }

    String shown(SnapshotRecord snapshot) {
        Marks marks = Marks.of(snapshot.tags());
        String hours = marks.time() == null
                ? "by hand"
                : "hour " + Duration.between(BEGIN, marks.time()).toHours();
        String volume = marks.volumeId().isEmpty() ? snapshot.volumeId() : marks.volumeId();
        String schedules =
                String.join("+", marks.scheduleIds().stream().sorted().toList());
        return hours + " " + schedules + (marks.copy().isEmpty() ? "" : " " + marks.copy()) + " "
                + engine.volumes.resolve(volume).device();
    }
}
