package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.ProcessSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSettingsTest {

    private static final int CAP_SYS_RESOURCE = 24;

    private final ProcessSettings settings = JnrLinux.load().processSettings();

    @TempDir
    Path directory;

    @Test
    void theMaskTakesPermissionsFromNewFiles() throws IOException {
        int before = settings.fileModeMask(0077);
        try {
            Path file = Files.createFile(directory.resolve("file"));
            assertThat(Files.getPosixFilePermissions(file))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        } finally {
            assertThat(settings.fileModeMask(before)).isEqualTo(0077);
        }
    }

    @Test
    void declaringAThreadAnIoFlusherWorksExactlyWithTheRightToManageResources() throws Exception {
        AtomicBoolean taken = new AtomicBoolean();
        Thread.ofPlatform()
                .name("flusher")
                .start(() -> taken.set(settings.declareIoFlusher()))
                .join();
        assertThat(taken.get()).isEqualTo(hasCapability(CAP_SYS_RESOURCE));
    }

    private static boolean hasCapability(int bit) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String effective = lines.filter(line -> line.startsWith("CapEff:"))
                    .map(line -> line.substring("CapEff:".length()).strip())
                    .findFirst()
                    .orElseThrow();
            return ((Long.parseUnsignedLong(effective, 16) >>> bit) & 1) == 1;
        }
    }
}
