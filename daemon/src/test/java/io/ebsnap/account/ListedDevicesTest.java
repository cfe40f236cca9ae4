package io.ebsnap.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which device is meant, in a directory that stands for {@code /dev} and files that stand for devices. */
@RequiresRoot
class ListedDevicesTest {

    @TempDir
    private Path folder = Path.of("");

    private Path dev = Path.of("");

    @BeforeEach
    void makeDevices() throws IOException {
        dev = Files.createDirectory(folder.toRealPath().resolve("dev"));
        Files.createDirectory(dev.resolve("vg0"));
        Files.createDirectory(dev.resolve("shm"));
        for (Path directory : List.of(dev, dev.resolve("vg0"))) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(dev.resolve("shm"), PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String node : List.of("dm-1", "dm-2", "dm-3", "null.char")) {
            Files.createFile(dev.resolve(node));
        }
        Files.createSymbolicLink(dev.resolve("vg0/alice-a"), Path.of("../dm-1"));
        Files.createSymbolicLink(dev.resolve("vg0/alice-b"), Path.of("../dm-2"));
        Files.createSymbolicLink(dev.resolve("vg0/alice-null"), Path.of("../null.char"));
        Files.createSymbolicLink(dev.resolve("vg0/bob"), Path.of("../dm-3"));
        Files.createSymbolicLink(dev.resolve("vg0/also-a"), Path.of("../dm-1"));
        Files.createSymbolicLink(dev.resolve("shm/alice-x"), dev.resolve("dm-3"));
    }

    private ListedDevices listed(String... patterns) {
        return new ListedDevices(
                "111111111111",
                dev,
                java.util.Arrays.stream(patterns).map(dev::resolve).toList(),
                node -> !node.toString().endsWith(".char"));
    }

    private String found(ListedDevices devices, String path) {
        return devices.find(path).map(Path::toString).orElse("none");
    }

    @Test
    void aDeviceIsMeantByAnyOfItsPathsAndUsedByTheListedOne() {
        ListedDevices devices = listed("vg0/alice-*");
        String listed = dev.resolve("vg0/alice-a").toString();
        assertThat(found(devices, listed)).isEqualTo(listed);
        assertThat(found(devices, dev.resolve("dm-1").toString())).isEqualTo(listed);
        assertThat(found(devices, dev.resolve("vg0/also-a").toString())).isEqualTo(listed);
        assertThat(devices.require(listed)).isEqualTo(listed);
    }

    @Test
    void nothingElseIs() throws IOException {
        ListedDevices devices = listed("vg0/alice-*", "shm/alice-*");
        Path elsewhere = Files.createSymbolicLink(folder.toRealPath().resolve("link"), dev.resolve("dm-1"));
        for (String path : List.of(
                dev.resolve("vg0/bob").toString(),
                dev.resolve("dm-3").toString(),
                dev.resolve("vg0/alice-null").toString(),
                dev.resolve("shm/alice-x").toString(),
                dev.resolve("vg0/../dm-1").toString(),
                dev.resolve("vg0/alice-none").toString(),
                elsewhere.toString(),
                "/etc/shadow",
                "dm-1",
                "",
                "nbd+unix:///x?socket=/run/x",
                "/dev/null\0")) {
            assertThat(found(devices, path)).as(path).isEqualTo("none");
        }
    }

    @Test
    void whatIsNotListedIsRefusedInTheSameWordsWhetherItIsThereOrNot() {
        ListedDevices devices = listed("vg0/alice-*");
        String there = dev.resolve("vg0/bob").toString();
        String missing = dev.resolve("vg0/eve").toString();
        assertThat(refusal(devices, there).replace(there, ""))
                .isEqualTo(refusal(devices, missing).replace(missing, ""));
    }

    private static String refusal(ListedDevices devices, String path) {
        String[] words = {""};
        assertThatThrownBy(() -> devices.require(path)).isInstanceOfSatisfying(Failure.Denied.class, e -> {
            words[0] = e.getMessage() + e.hint().orElse("");
        });
        return words[0];
    }
}
