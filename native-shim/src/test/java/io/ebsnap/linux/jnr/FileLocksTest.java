package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.FileLocks;
import io.ebsnap.linux.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {

    private final FileLocks locks = JnrLinux.load().fileLocks();

    @TempDir
    Path directory;

    @Test
    void makesALockFileThatOnlyItsOwnerCanRead() throws IOException {
        Path file = directory.resolve("lock");
        locks.open(file).close();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void anExclusiveLockKeepsAllOthersOutUntilItIsGivenBack() throws IOException {
        Path file = directory.resolve("lock");
        try (LockFile first = locks.open(file);
                LockFile second = locks.open(file)) {
            assertThat(first.tryLockExclusive()).isTrue();
            assertThat(second.tryLockExclusive()).isFalse();
            assertThat(second.tryLockShared()).isFalse();
            first.unlock();
            assertThat(second.tryLockExclusive()).isTrue();
        }
    }

    @Test
    void sharedLocksGoTogetherAndKeepExclusiveOnesOut() throws IOException {
        Path file = directory.resolve("lock");
        try (LockFile first = locks.open(file);
                LockFile second = locks.open(file)) {
            assertThat(first.tryLockShared()).isTrue();
            assertThat(second.tryLockShared()).isTrue();
            assertThat(second.tryLockExclusive()).isFalse();
        }
    }

    @Test
    void closingGivesTheLockBack() throws IOException {
        Path file = directory.resolve("lock");
        try (LockFile first = locks.open(file)) {
            assertThat(first.tryLockExclusive()).isTrue();
        }
        try (LockFile second = locks.open(file)) {
            assertThat(second.tryLockExclusive()).isTrue();
            assertThat(second.path()).isEqualTo(file);
        }
    }

    @Test
    void aDirectoryCanBeLocked() throws IOException {
        try (LockFile lock = locks.open(directory)) {
            assertThat(lock.tryLockExclusive()).isTrue();
        }
    }
}
