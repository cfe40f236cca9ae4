package io.ebsnap.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine has started from: partitions, their disks, and what volumes are made of. */
final class BootDevicesTest {

    @TempDir
    Path root = Path.of("");

    @SuppressWarnings("NullAway.Init") // by machine(), before each test
    private BootDevices boot;

    @BeforeEach
    void machine() throws IOException {
        Path mounts = Files.writeString(root.resolve("mountinfo"), """
                22 1 253:0 / / rw,relatime shared:1 - ext4 /dev/mapper/vg-root rw
                23 22 8:1 / /boot rw - ext4 /dev/sda1 rw
                24 22 8:17 / /srv rw - ext4 /dev/sdb1 rw
                25 22 0:5 / /dev rw - devtmpfs udev rw
                """);
        Path numbers = Files.createDirectories(root.resolve("sys/dev/block"));
        for (String device : new String[] {"sda/sda1", "sda/sda3", "sdb/sdb1", "dm-0"}) {
            Path directory = Files.createDirectories(root.resolve("sys/devices").resolve(device));
            if (device.contains("/")) {
                Files.writeString(directory.resolve("partition"), "1");
            }
            Files.createDirectories(root.resolve("dev"));
            Files.writeString(root.resolve("dev").resolve(directory.getFileName()), "");
        }
        Files.writeString(root.resolve("dev/sda"), "");
        Files.createSymbolicLink(numbers.resolve("8:1"), root.resolve("sys/devices/sda/sda1"));
        Files.createSymbolicLink(numbers.resolve("8:17"), root.resolve("sys/devices/sdb/sdb1"));
        Files.createSymbolicLink(numbers.resolve("253:0"), root.resolve("sys/devices/dm-0"));
        Path parts = Files.createDirectories(root.resolve("sys/devices/dm-0/slaves"));
        Files.createSymbolicLink(parts.resolve("sda3"), root.resolve("sys/devices/sda/sda3"));
        Files.createSymbolicLink(root.resolve("dev/vg-root"), root.resolve("dev/dm-0"));
        boot = new BootDevices(mounts, numbers);
    }

    private boolean contains(String device) {
        return boot.contains(root.resolve("dev").resolve(device).toString());
    }

    @Test
    void partitionsTheirDisksAndWhatVolumesAreMadeOfAreAmongThem() {
        assertThat(contains("sda1")).isTrue();
        assertThat(contains("sda3")).isTrue();
        assertThat(contains("sda")).isTrue();
        assertThat(contains("vg-root")).isTrue();
    }

    @Test
    void whatElseIsMountedIsNot() {
        assertThat(contains("sdb1")).isFalse();
        assertThat(contains("gone")).isFalse();
        assertThat(boot.contains("nbd://host/export")).isFalse();
    }
}
