package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DataPlane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Devices in memory, that outlive the engine as those of the kernel do. */
final class FakeMountDevices implements MountDevices {

    final Map<VolumeId, Path> attached = new HashMap<>();
    final Map<Path, List<String>> mounted = new HashMap<>();
    final List<VolumeId> used = new ArrayList<>();
    boolean broken;
    private int number;

    @Override
    public Path attach(VolumeId id, DataPlane plane) {
        if (broken) {
            throw new Failure.Unavailable("no loop devices", null);
        }
        number++;
        Path device = Path.of("/dev/loop" + number);
        attached.put(id, device);
        return device;
    }

    @Override
    public void detach(VolumeId id, boolean force) {
        if (!attached.containsKey(id)) {
            throw new Failure.NotFound(id + " is not attached");
        }
        if (!force && used.contains(id)) {
            throw new Failure.Conflict("process 1 has it open");
        }
        Path unused = attached.remove(id);
    }

    @Override
    public List<String> mountPoints(Path device) {
        return mounted.getOrDefault(device, List.of());
    }
}
