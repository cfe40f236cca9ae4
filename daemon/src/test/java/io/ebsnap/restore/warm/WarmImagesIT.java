package io.ebsnap.restore.warm;

import io.ebsnap.volume.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;

/** In memory, with ready copies. */
class WarmImagesIT extends WarmImagesContract {

    private Path directory = Path.of("");

    @Override
    Zone zone() throws IOException {
        directory = Files.createTempDirectory(Path.of("/dev/shm"), "warm");
        return new Zone("a", directory);
    }

    @Override
    WarmMethod method() {
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
