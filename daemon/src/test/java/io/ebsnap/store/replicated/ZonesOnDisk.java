package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.StoreIdentity;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.store.ObjectCare;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ReplicaStore;
import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneState;
import io.ebsnap.store.fault.FaultPlan;
import io.ebsnap.store.fault.Faults.Operation;
import io.ebsnap.store.fault.FaultyObjectStore;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.LocalFiles;
import io.ebsnap.task.Surroundings;
import io.ebsnap.task.TaskBoard;
import io.ebsnap.task.TaskLimits;
import io.ebsnap.task.TaskView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A replicated store over directories, with zones that fail as a test plans, and its watch, which looks when the test says so. Each
 * {@link #open()} is the next daemon's.
 */
public final class ZonesOnDisk implements AutoCloseable {

    public static final StoreId STORE = StoreId.parse("ab".repeat(16));
    public static final ObjectName IDENTITY = new ObjectName(StoreIdentity.OBJECT);
    private static final long POLL_MILLIS = 60_000;

    public CrashPoints crashPoints = CrashPoints.NONE;
    public int copiesMin = 1;

    private final Path folder;
    private final Map<String, FaultPlan> faults = new HashMap<>();
    private final Random random = new Random(11);
    private @Nullable Opened opened;

    private record Opened(ReplicatedObjectStore store, TaskBoard tasks, ZoneWatch watch) {}

    /** Nothing is made before {@link #open()}. */
    public ZonesOnDisk(Path folder) {
        this.folder = folder;
    }

    /** Where a zone is. */
    public Path directory(String zone) {
        return zone.equals("a") ? folder.resolve("data/store") : folder.resolve("zone-" + zone);
    }

    Path data() {
        return folder.resolve("data");
    }

    /** What a test plans for a zone. */
    public FaultPlan faults(String zone) {
        return faults.computeIfAbsent(zone, name -> new FaultPlan());
    }

    /** Lets a zone refuse everything that changes it. */
    void refuse(String zone) {
        for (Operation operation : Set.of(Operation.BEGIN, Operation.COMMIT, Operation.DELETE)) {
            faults(zone).failAll(operation, "", FaultPlan::refused);
        }
    }

    /** Opens the store, after the death of whoever had it open. */
    public ReplicatedObjectStore open() {
        close();
        makeDirectories(data());
        ReplicatedObjectStore store = ReplicatedObjectStore.open(new ReplicationParts(
                new ReplicationParts.Home("a", directory("a"), data().resolve("zones")),
                copiesMin,
                this::openZone,
                new FileSystemIdentities(mounts(), folder.resolve("no-uuids")),
                random,
                point -> crashPoints.reached(point)));
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        TaskBoard tasks = new TaskBoard(new Surroundings(clock, () -> 0, random, CrashPoints.NONE), TaskLimits.DEFAULT);
        opened = new Opened(store, tasks, new ZoneWatch(store, ObjectCare.NONE, tasks, POLL_MILLIS));
        return store;
    }

    /** Opens a store of zones that are all level: {@code a} and more. */
    public ReplicatedObjectStore openWith(String... more) {
        ReplicatedObjectStore store = open();
        store.putIfAbsent(
                IDENTITY,
                ByteBuffer.wrap(new StoreIdentity(STORE, Instant.EPOCH, DomainId.parse("0f".repeat(16))).encode()));
        for (String zone : more) {
            zones().add(zone, directory(zone));
        }
        settle();
        return store;
    }

    /** Looks as often as it takes until what can be done is done. */
    public void settle() {
        for (int round = 0; round < 4; round++) {
            now().watch().round();
            awaitTasks();
        }
    }

    /** As {@link #settle()}, with those who know what is in objects. */
    public void settle(ObjectCare by) {
        for (int round = 0; round < 4; round++) {
            new ZoneWatch(now().store(), by, now().tasks(), POLL_MILLIS).round();
            awaitTasks();
        }
    }

    /** The store as it is open now. */
    ReplicatedObjectStore store() {
        return now().store();
    }

    public StoreZones zones() {
        return new StoreZones(now().store());
    }

    StoreZone zone(String name) {
        return zones().list().stream()
                .filter(zone -> zone.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    ZoneState state(String name) {
        return zone(name).state();
    }

    TaskBoard tasks() {
        return now().tasks();
    }

    /** The objects of a zone as they lie in its directory. */
    public Map<String, ByteBuffer> content(String zone) {
        Map<String, ByteBuffer> content = new TreeMap<>();
        Path directory = directory(zone);
        if (!Files.isDirectory(directory)) {
            return content;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString();
                if (!name.startsWith(".")) {
                    content.put(name, ByteBuffer.wrap(Files.readAllBytes(file)));
                }
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a zone's directory with all that is in it. */
    public void destroy(String zone) {
        try (Stream<Path> files = Files.walk(directory(zone))) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names that a store lists. */
    static Set<String> names(ObjectStore store) {
        try (Stream<ObjectName> names = store.list("")) {
            return names.map(ObjectName::value).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The table of mounts that the store sees; the machine's own, unless the test wrote another one. */
    Path mounts() {
        Path own = folder.resolve("mountinfo");
        return Files.exists(own) ? own : Path.of("/proc/self/mountinfo");
    }

    @Override
    public void close() {
        Opened before = opened;
        opened = null;
        if (before != null) {
            before.tasks().close();
            before.store().close();
        }
    }

    private Opened now() {
        Opened now = opened;
        if (now == null) {
            throw new IllegalStateException("the store is not open");
        }
        return now;
    }

    private void awaitTasks() {
        try {
            for (TaskView task : now().tasks().list()) {
                TaskView unused = now().tasks().await(task.id());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ReplicaStore openZone(String zone, Path directory) {
        if (!zone.equals("a") && !Files.isDirectory(directory)) {
            throw new Failure.Unavailable(directory + " is not there", null);
        }
        return new FaultyObjectStore(
                FileObjectStore.open(directory, new LocalFiles(), new Random(zone.hashCode())), faults(zone));
    }

    private static void makeDirectories(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
