package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DeviceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLinksTest {

    private static final DeviceName SDF = new DeviceName("/dev/sdf");

    @TempDir
    Path directory;

    private Path devices = Path.of("/");
    private DeviceLinks links = new DeviceLinks(devices, devices);

    @BeforeEach
    void devices() throws IOException {
        devices = Files.createDirectory(directory.resolve("dev"));
        links = new DeviceLinks(devices.resolve("ebsnap"), devices);
    }

    private Attachment attachment(String device, DeviceName name) {
        return new Attachment(
                new VolumeId("vol-0123456789abcdef0"),
                Via.FUSE,
                devices.resolve(device),
                false,
                Instant.EPOCH,
                Optional.of(name));
    }

    @ParameterizedTest
    @CsvSource({"/dev/sdf,sdf", "sdf,sdf", "/dev/xvdba,xvdba", "/dev/sda1,sda1", "xvdz15,xvdz15"})
    void namesAreThoseOfEc2(String name, String link) {
        assertThat(links.of(new DeviceName(name)))
                .isEqualTo(devices.resolve("ebsnap").resolve(link));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/dev/",
                "/dev/loop3",
                "nvme1n1",
                "/dev/sdf/..",
                "../sdf",
                "/dev/sda0",
                "sdabc",
                "SDF",
                "sdf\n"
            })
    void othersAreRefused(String name) {
        assertThatThrownBy(() -> new DeviceName(name))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage("'" + name + "' is not a valid EBS device name");
    }

    @Test
    void aLinkLeadsToItsDeviceForEverybodyUntilItIsRemoved() throws IOException {
        Attachment attached = attachment("loop3", SDF);
        links.requireFree(SDF);
        links.make(attached);
        links.make(attached);
        assertThat(Files.readSymbolicLink(links.of(SDF))).isEqualTo(devices.resolve("loop3"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(devices.resolve("ebsnap"))))
                .isEqualTo("rwxr-xr-x");
        links.remove(attached);
        links.remove(attached);
        assertThat(links.of(SDF)).doesNotExist();
    }

    @Test
    void aNameThatTheKernelGaveIsRefused() throws IOException {
        Files.createFile(devices.resolve("sdf"));
        assertThatThrownBy(() -> links.requireFree(SDF))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessage("the device name /dev/sdf is already in use: there is " + devices.resolve("sdf"));
    }

    @Test
    void whatIsAnothersIsNeitherTakenNorRemoved() throws IOException {
        Attachment first = attachment("loop3", SDF);
        Attachment second = attachment("loop4", new DeviceName("sdf"));
        links.make(first);
        assertThatThrownBy(() -> links.requireFree(SDF)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> links.make(second)).isInstanceOf(Failure.Invalid.class);
        links.remove(second);
        assertThat(Files.readSymbolicLink(links.of(SDF))).isEqualTo(devices.resolve("loop3"));
        links.remove(first);
        Files.createFile(links.of(SDF));
        assertThatThrownBy(() -> links.make(first)).isInstanceOf(Failure.Invalid.class);
        links.remove(first);
        assertThat(Files.exists(links.of(SDF), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
}
