package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FileSystemFreeze;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RequiresLoopDevices
class FileSystemFreezeLoopIT {

    private static final int MIB = 1 << 20;

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    private final FileSystemFreeze freeze = disks.linux().fileSystemFreeze();

    private Path mounted() throws IOException {
        Path mount = disks.fileSystem("ext4", 32L * MIB);
        disks.afterwards(() -> freeze.thaw(mount));
        return mount;
    }

    @Test
    void aWriterWaitsUntilTheFileSystemThaws() throws Exception {
        Path mount = mounted();
        freeze.freeze(mount);
        CompletableFuture<Path> written = new CompletableFuture<>();
        Thread.ofPlatform().name("writer").start(() -> write(mount.resolve("file"), written));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> written.get(300, TimeUnit.MILLISECONDS));
        assertThat(freeze.thaw(mount)).isTrue();
        assertThat(written).succeedsWithin(Duration.ofSeconds(10));
    }

    private static void write(Path file, CompletableFuture<Path> written) {
        try {
            written.complete(Files.writeString(file, "x"));
        } catch (IOException e) {
            written.completeExceptionally(e);
        }
    }

    @Test
    void freezesNestSinceLinux68() {
        assertThat(JnrFileSystemFreeze.nests("6.8.0-31-generic\n")).isTrue();
        assertThat(JnrFileSystemFreeze.nests("6.12.95+deb12-amd64\n")).isTrue();
        assertThat(JnrFileSystemFreeze.nests("10.0\n")).isTrue();
        assertThat(JnrFileSystemFreeze.nests("6.7.12\n")).isFalse();
        assertThat(JnrFileSystemFreeze.nests("5.14.0-427.el9.x86_64\n")).isFalse();
        assertThat(JnrFileSystemFreeze.nests("linux")).isFalse();
    }

    @Test
    void freezingTwiceIsBusyAndThawingTwiceSaysSo() throws IOException {
        Path mount = mounted();
        freeze.freeze(mount);
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> freeze.freeze(mount))
                .withMessage("FIFREEZE " + mount + ": EBUSY (Device or resource busy)");
        assertThat(freeze.thaw(mount)).isTrue();
        assertThat(freeze.thaw(mount)).isFalse();
    }

    @Test
    void aFileSystemThatCannotBeFrozenSaysSo() {
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> freeze.freeze(Path.of("/proc")))
                .matches(e -> e.errno() == Errno.EOPNOTSUPP);
    }
}
