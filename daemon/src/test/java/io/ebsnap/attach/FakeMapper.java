package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.MappedName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's device mapper in memory. A call may be made to fail before it has done anything or after it has done all, which is how the death of the
 * daemon in it looks to the next one.
 */
final class FakeMapper implements DeviceMapper {

    /** What a test lets go wrong. */
    enum Trouble {
        BEFORE,
        AFTER
    }

    private static final class Device {
        private final MappedName name;
        private @Nullable MappedTable active;
        private @Nullable MappedTable prepared;
        private boolean suspended;

        Device(MappedName name, MappedTable active) {
            this.name = name;
            this.active = active;
        }
    }

    private final Map<String, Device> devices = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final List<String> calls = new ArrayList<>();
    private @Nullable String obstacle;
    private String troubled = "";
    private Trouble trouble = Trouble.BEFORE;

    /** From now on the machine has none. */
    void missing(String reason) {
        obstacle = reason;
    }

    /** The next call of this name fails once. */
    void fails(String call, Trouble when) {
        troubled = call;
        trouble = when;
    }

    /** Somebody has the device open, or not any more. */
    void open(String name, boolean is) {
        boolean unused = is ? open.add(name) : open.remove(name);
    }

    void suspend(String name) {
        device(name).suspended = true;
    }

    /** Every call that changed something, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** What a device leads to. */
    Path over(String name) {
        return find(name).flatMap(MappedState::over).orElseThrow();
    }

    /** What a device is prepared to lead to. */
    Optional<Path> preparedOver(String name) {
        return Optional.ofNullable(device(name).prepared).map(MappedTable::over);
    }

    Optional<MappedName> named(String name) {
        return Optional.ofNullable(devices.get(name)).map(device -> device.name);
    }

    private Device device(String name) {
        return Optional.ofNullable(devices.get(name))
                .orElseThrow(() -> new Failure.Unavailable("there is no device " + name, null));
    }

    private void call(String name, Runnable work) {
        boolean fails = troubled.equals(name);
        if (fails) {
            troubled = "";
        }
        if (fails && trouble == Trouble.BEFORE) {
            throw new Failure.Unavailable(name + " fails", null);
        }
        work.run();
        calls.add(name);
        if (fails) {
            throw new Failure.Unavailable(name + " fails", null);
        }
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    @Override
    public Path create(MappedName name, MappedTable table) {
        call("create", () -> {
            if (devices.putIfAbsent(name.name(), new Device(name, table)) != null) {
                throw new Failure.Unavailable("there is a device " + name.name(), null);
            }
        });
        return Path.of("/dev/mapper", name.name());
    }

    @Override
    public Optional<MappedState> find(String name) {
        Device device = devices.get(name);
        if (device == null) {
            return Optional.empty();
        }
        MappedTable active = device.active;
        return Optional.of(
                active == null
                        ? new MappedState(device.suspended, Optional.empty(), 0)
                        : new MappedState(device.suspended, Optional.of(active.over()), active.sizeBytes()));
    }

    @Override
    public void load(String name, MappedTable table) {
        call("load", () -> device(name).prepared = table);
    }

    @Override
    public void clear(String name) {
        call("clear", () -> device(name).prepared = null);
    }

    @Override
    public void resume(String name) {
        call("resume", () -> {
            Device device = device(name);
            if (device.prepared != null) {
                device.active = device.prepared;
                device.prepared = null;
            }
            device.suspended = false;
        });
    }

    @Override
    public void remove(String name) {
        call("remove", () -> {
            Device unused = device(name);
            if (open.contains(name)) {
                throw new Failure.Conflict(name + " is in use", "end that use first");
            }
            devices.remove(name);
        });
    }

    @Override
    public void fail(String name) {
        call("fail", () -> devices.remove(name));
    }
}
