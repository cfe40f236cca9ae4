package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.ObjectCatalog;
import io.ebsnap.catalog.RecordSealing;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.task.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 100 policies in files, each for one volume with 100 snapshots, in a sealed catalog: a run in which nothing is due reads everything and decides on 10,000 snapshots; a forecast plays a year of
 * hours of ten of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
@Warmup(iterations = 0)
@Measurement(iterations = 5)
public class LifecycleBench {

    private static final DomainId DOMAIN = DomainId.of(new byte[DomainId.BYTES]);
    private static final String OWN = "000000000000";
    private static final Instant NOW = Instant.parse("2026-06-15T12:30:00Z");
    private static final int POLICIES = 100;
    private static final int SNAPSHOTS = 100;

    private final Random random = new Random(7);
    private LifecycleEngine lifecycle;

    /** The store. */
    @Setup
    public void fill() throws IOException {
        DomainKeys keys = DomainKeys.derive(DOMAIN, new byte[AeadCipher.KEY_BYTES]);
        Catalog catalog = ObjectCatalog.open(
                new MemoryObjectStore(),
                new MemoryCatalogView(),
                new RecordSealing(() -> DOMAIN, domain -> keys, AeadCiphers.fastest(), new SecureRandom()),
                CrashPoints.NONE);
        Path directory = Files.createTempDirectory("policies");
        for (int i = 0; i < POLICIES; i++) {
            String name = "p" + i;
            Files.writeString(directory.resolve(name + ".toml"), policy(name));
            String volume = String.format("vol-%017x", i);
            catalog.create(
                    CatalogKind.VOLUME,
                    new VolumeRecord(
                            volume,
                            name,
                            "/dev/" + name,
                            "",
                            1 << 30,
                            "available",
                            NOW,
                            List.of(new Tag("use", name)),
                            null));
            for (int j = 0; j < SNAPSHOTS; j++) {
                catalog.create(CatalogKind.SNAPSHOT, snapshot(volume, name, NOW.minus(Duration.ofHours(j))));
            }
        }
        lifecycle = new LifecycleEngine(new LifecycleParts(
                catalog,
                ward -> {
                    throw new AssertionError("nothing is due");
                },
                new NoFollowUps(),
                new LifecycleParts.Machine(OWN, directory, device -> false, () -> Safeguards.NONE),
                new Surroundings(() -> NOW, System::nanoTime, random, CrashPoints.NONE)));
    }

    private static String policy(String name) {
        return "[target]\ntags = [\"use=" + name + "\"]\n[schedule.gfs]\nevery = \"1 hour\"\n"
                + "[schedule.gfs.retain]\nhourly = 100\ndaily = 7\nweekly = 4\nmonthly = 12\n"
                + "[schedule.night]\ncron = \"0 3 * * *\"\ntime-zone = \"Europe/Berlin\"\n[schedule.night.retain]\nage = \"90 days\"\n";
    }

    private SnapshotRecord snapshot(String volume, String policy, Instant time) {
        List<Tag> tags = new ArrayList<>(List.of(new Tag("use", policy)));
        tags.add(new Tag(Marks.POLICY, PolicyIds.ofFile(policy)));
        tags.add(new Tag(Marks.SCHEDULE_ID, "gfs"));
        tags.add(new Tag(Marks.TIME, time.toString()));
        return new SnapshotRecord(
                SnapshotId.random(random).value(),
                volume,
                SnapshotState.COMPLETED,
                "",
                time,
                time,
                OWN,
                "",
                tags,
                "standard",
                "00000000-0000-0000-0000-000000000000",
                null,
                new SnapshotOrigin("/dev/" + policy, 1 << 30, "unused", null, DOMAIN.hex(), null, "full"),
                null);
    }

    /** Carries nothing out. */
    private static final class NoFollowUps implements FollowUps {
        @Override
        public Set<FollowUp.Kind> executable() {
            return Set.of();
        }

        @Override
        public String carryOut(FollowUp followUp, SnapshotId snapshot, Ward as) {
            throw new AssertionError(followUp);
        }
    }

    /** One run over everything. */
    @Benchmark
    public RunReport run() {
        return lifecycle.run(List.of());
    }

    /** A year of ten policies. */
    @Benchmark
    public Forecast forecast() {
        List<String> ten = List.of("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9");
        return lifecycle.forecast(new Forecast.Order(ten, NOW, NOW.plus(Duration.ofDays(365)), true, 20_000));
    }
}
