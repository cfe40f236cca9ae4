package io.ebsnap.device.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.device.BlockSource;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NbdExportsTest {

    private final NbdExports exports = new NbdExports(NbdLimits.STANDARD, NbdSourceTest.threads());

    @TempDir
    Path directory;

    @Test
    void opensTheExportThatAUriNames() throws IOException {
        try (FakeNbdServer server = new FakeNbdServer(directory.resolve("socket"), new HonestNbdScript(5000));
                BlockSource source = exports.open(URI.create(server.uri().text()))) {
            assertThat(source.geometry().sizeBytes()).isEqualTo(5000);
            assertThat(source.name()).isEqualTo(server.uri().text());
        }
    }

    @Test
    void aUriOfAnotherFormIsInvalid() {
        assertThatThrownBy(() -> exports.open(URI.create("nbds://host/disk"))).isInstanceOf(Failure.Invalid.class);
    }
}
