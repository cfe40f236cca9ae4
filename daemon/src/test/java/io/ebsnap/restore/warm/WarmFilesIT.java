package io.ebsnap.restore.warm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;

/** In memory, where files share nothing. */
class WarmFilesIT extends WarmFilesContract {

    private Path directory = Path.of("");

    @Override
    Path zone() throws IOException {
        directory = Files.createTempDirectory(Path.of("/dev/shm"), "warm");
        return directory;
    }

    @Override
    WarmMethod expected() {
        return WarmMethod.POOL;
    }

    @AfterEach
    void remove() throws IOException {
        try (var left = Files.walk(directory)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
