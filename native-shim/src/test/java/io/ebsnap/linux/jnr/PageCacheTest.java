package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebsnap.linux.FileSystemType;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCacheTest {

    private final Linux linux = JnrLinux.load();

    @TempDir
    Path directory;

    private static long cachedPages(Path file) {
        return Long.parseLong(Commands.run("fincore", "-nrb", "-o", "PAGES", file.toString()));
    }

    @Test
    @Requires(command = "fincore")
    void droppedPagesAreNoLongerCached() throws IOException {
        boolean hasDisk = linux.fileSpace().usage(directory).type() != FileSystemType.TMPFS;
        assumeTrue(hasDisk, "the temporary file system has nowhere to drop pages to");
        Path file = Files.write(directory.resolve("file"), new byte[1 << 20]);
        assertThat(cachedPages(file)).isEqualTo(256);
        linux.durability().syncFileSystem(file);
        linux.pageCache().drop(file, 0, 0);
        assertThat(cachedPages(file)).isZero();
    }
}
