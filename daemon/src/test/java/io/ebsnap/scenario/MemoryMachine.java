package io.ebsnap.scenario;

import io.ebsnap.device.AtRest;
import io.ebsnap.device.BlockSource;
import io.ebsnap.device.BlockTarget;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.DeviceFacts;
import io.ebsnap.device.Devices;
import io.ebsnap.device.Hooks;
import io.ebsnap.device.InstantOrder;
import io.ebsnap.device.OneInstant;
import io.ebsnap.device.PointInTime;
import io.ebsnap.device.PointInTimes;
import io.ebsnap.device.SavedInstant;
import io.ebsnap.device.TargetOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.SnapshotId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A made-up machine with block devices. What it holds outlives the daemons that run on it. */
public final class MemoryMachine implements Devices, PointInTimes, Hooks {

    private final InstantSource clock;
    private final Map<String, MemoryDevice> devices = new ConcurrentHashMap<>();

    /** Instants that outlive the daemon: by artifact. */
    private final Map<String, MemoryDevice> artifacts = new ConcurrentHashMap<>();

    private final List<String> hooksRun = new ArrayList<>();
    private volatile ConsistencyMethod method = ConsistencyMethod.REFLINK;
    private volatile boolean losesInstants;

    public MemoryMachine(InstantSource clock) {
        this.clock = clock;
    }

    public MemoryDevice add(String path, long sizeBytes) {
        MemoryDevice device = new MemoryDevice(path, sizeBytes);
        devices.put(path, device);
        return device;
    }

    public MemoryDevice device(String path) {
        MemoryDevice device = devices.get(path);
        if (device == null) {
            throw new Failure.NotFound("there is no " + path);
        }
        return device;
    }

    /** How instants are had from now on; only a reflink outlives the daemon. */
    public void instantsBy(ConsistencyMethod chosen) {
        method = chosen;
    }

    /** From now on no instant can be confirmed. */
    public void loseInstants(boolean loses) {
        losesInstants = loses;
    }

    public Map<String, MemoryDevice> artifacts() {
        return new TreeMap<>(artifacts);
    }

    public List<String> hooksRun() {
        return hooksRun;
    }

    @Override
    public DeviceFacts inspect(String path) {
        MemoryDevice device = device(path);
        return new DeviceFacts(path, device.identity(), device.geometry().sizeBytes());
    }

    @Override
    public void requireOthers(String path) {
        // Nothing here is served by anybody.
    }

    @Override
    public BlockTarget openTarget(TargetOrder order) {
        MemoryDevice device = device(order.target());
        if (device.geometry().sizeBytes() < order.sizeBytes()) {
            throw new Failure.Invalid(order.target() + " is too small");
        }
        if (device.contentBlocks() > 0 && !order.force()) {
            throw new Failure.Conflict(order.target() + " holds something", "--force overwrites it");
        }
        return new Target(device);
    }

    @Override
    public BlockTarget openOwnTarget(TargetOrder order) {
        return openTarget(order);
    }

    @Override
    public PointInTime take(InstantOrder order) {
        MemoryDevice held = device(order.device()).copy();
        ConsistencyMethod by = order.demanded().orElse(method);
        if (by != ConsistencyMethod.REFLINK) {
            return new HeldInstant(held, by, clock.instant(), Optional.empty());
        }
        String artifact = "/artifact/" + order.snapshot();
        artifacts.put(artifact, held);
        return new HeldInstant(held, by, clock.instant(), Optional.of(artifact));
    }

    /** Nobody writes to its devices meanwhile. */
    @Override
    public OneInstant takeTogether(List<InstantOrder> orders, AtRest rest) {
        List<PointInTime> instants = new ArrayList<>();
        try {
            orders.forEach(order -> instants.add(take(order)));
            return new OneInstant(instants, rest.pass(Optional.empty()), Duration.ofMillis(5));
        } catch (RuntimeException e) {
            instants.forEach(PointInTime::close);
            throw e;
        }
    }

    @Override
    public Optional<PointInTime> resume(SavedInstant saved) {
        return Optional.ofNullable(artifacts.get(saved.artifact()))
                .map(held -> new HeldInstant(held, saved.method(), saved.instant(), Optional.of(saved.artifact())));
    }

    @Override
    public void discard(SavedInstant saved) {
        artifacts.remove(saved.artifact());
    }

    @Override
    public void recover(Set<SnapshotId> kept) {
        artifacts.keySet().removeIf(artifact -> kept.stream().noneMatch(id -> artifact.endsWith(id.value())));
    }

    @Override
    public void run(String phase, String command, Map<String, String> about) {
        hooksRun.add(phase + " " + command + " " + about.get("EBSNAP_DEVICE"));
        if (command.equals("false")) {
            throw new Failure.Conflict("the " + phase + " hook failed with status 1");
        }
    }

    @Override
    public Hooks within(Duration limit) {
        hooksRun.add("within " + limit.toSeconds() + " s");
        return this;
    }

    private final class HeldInstant implements PointInTime {
        private final MemoryDevice held;
        private final ConsistencyMethod by;
        private final Instant instant;
        private final Optional<String> artifact;

        HeldInstant(MemoryDevice held, ConsistencyMethod by, Instant instant, Optional<String> artifact) {
            this.held = held;
            this.by = by;
            this.instant = instant;
            this.artifact = artifact;
        }

        @Override
        public BlockSource source() {
            return new Source(held);
        }

        @Override
        public ConsistencyMethod method() {
            return by;
        }

        @Override
        public Instant instant() {
            return instant;
        }

        @Override
        public Optional<String> artifact() {
            return artifact;
        }

        @Override
        public void confirm() {
            if (losesInstants) {
                throw new Failure.Unavailable("the instant of " + held.path() + " was lost", null);
            }
        }

        @Override
        public void suspend() {}

        @Override
        public void close() {
            artifact.ifPresent(artifacts::remove);
        }
    }

    private record Source(MemoryDevice device) implements BlockSource {

        @Override
        public String name() {
            return device.path();
        }

        @Override
        public VolumeGeometry geometry() {
            return device.geometry();
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            device.read(offset, target);
        }

        @Override
        public boolean knownZeros(long offset, long length) {
            return device.knownZeros(offset, length);
        }

        @Override
        public void close() {}
    }

    private record Target(MemoryDevice device) implements BlockTarget {

        @Override
        public String name() {
            return device.path();
        }

        @Override
        public VolumeGeometry geometry() {
            return device.geometry();
        }

        @Override
        public boolean knownZeros(long offset, long length) {
            return device.knownZeros(offset, length);
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            device.read(offset, target);
        }

        @Override
        public void write(long offset, ByteBuffer source) {
            device.write(offset, source);
        }

        @Override
        public void writeZeroes(long offset, long length) {
            device.writeZeroes(offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
