package io.ebsnap.acceptance;

import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;

/** In memory, where files share nothing. */
@RequiresRoot
class FastRestoreIT extends FastRestoreContract {

    private Path directory = Path.of("");

    @Override
    Path zone() throws IOException {
        directory = Files.createTempDirectory(Path.of("/dev/shm"), "zone");
        return directory;
    }

    @Override
    String method() {
        return "pool";
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
