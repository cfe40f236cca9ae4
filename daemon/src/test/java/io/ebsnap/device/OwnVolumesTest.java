package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceIdentity;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.DeviceUse;
import io.ebsnap.linux.MappedName;
import io.ebsnap.linux.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** On a made-up machine with logical volumes. */
class OwnVolumesTest {

    private final Map<String, DeviceDescription> devices = new TreeMap<>();

    private final OwnVolumes own = new OwnVolumes(new DeviceInventory() {
        @Override
        public DeviceDescription describe(Path path) {
            throw new IllegalStateException(path.toString());
        }

        @Override
        public Optional<DeviceDescription> describe(DeviceNumber number) {
            return Optional.empty();
        }

        @Override
        public Optional<DeviceDescription> describeMapped(String mapperName) {
            return Optional.empty();
        }

        @Override
        public List<DeviceUse> uses(DeviceNumber number) {
            return List.of();
        }

        @Override
        public Optional<DeviceDescription> describeNamed(String kernelName) {
            return Optional.ofNullable(devices.get(kernelName));
        }

        @Override
        public Optional<String> nbdBackend(DeviceDescription device) {
            return Optional.empty();
        }

        @Override
        public List<Mount> mounts() {
            return List.of();
        }

        @Override
        public Mount mountOf(Path file) {
            throw new IllegalStateException(file.toString());
        }
    });

    private DeviceDescription mapped(int minor, MappedName name, List<String> parts) {
        String kernelName = "dm-" + minor;
        DeviceDescription device = new DeviceDescription(
                new DeviceNumber(253, minor),
                kernelName,
                Path.of("/dev", kernelName),
                1 << 20,
                512,
                512,
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                parts,
                new DeviceIdentity(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.of(name),
                Optional.empty());
        devices.put(kernelName, device);
        return device;
    }

    @Test
    void targetsAndImagesAndWhatIsBuiltOnThemAreOurOwn() {
        DeviceDescription target =
                mapped(5, new MappedName("vg-ebsnap--vol--0123456789abcdef0", "LVM-a"), List.of("dm-2"));
        DeviceDescription image =
                mapped(6, new MappedName("vg-ebsnap--image--snap--0123456789abcdef0", "LVM-b"), List.of("dm-2"));
        DeviceDescription partition = mapped(7, new MappedName("vg-thing1", "part1-LVM-a"), List.of("dm-5"));
        assertThatThrownBy(() -> own.requireOthers("it", target))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessage("it is made of the target of vol-0123456789abcdef0, which is ebsnap's own");
        assertThatThrownBy(() -> own.requireOthers("it", image))
                .hasMessageContaining("the image of snap-0123456789abcdef0 for fast restore");
        assertThatThrownBy(() -> own.requireOthers("it", partition)).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void otherLogicalVolumesAreNot() {
        own.requireOthers("it", mapped(1, new MappedName("vg-data", "LVM-a"), List.of()));
        own.requireOthers("it", mapped(2, new MappedName("vg-ebsnap--snap--0123456789abcdef0", "LVM-b"), List.of()));
        own.requireOthers("it", mapped(3, new MappedName("vg-ebsnap--vol--0123456789abcdef0", "CRYPT-c"), List.of()));
        assertThat(devices).hasSize(3);
    }
}
