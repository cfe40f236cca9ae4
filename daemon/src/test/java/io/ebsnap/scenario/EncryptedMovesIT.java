package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Volumes whose targets are encrypted move as others do, and keep their keys. */
final class EncryptedMovesIT extends VolumeMovesIT {

    @Override
    boolean encrypted() {
        return true;
    }

    @Override
    void assertOnTarget(Path target, byte[] expected) throws IOException {
        assertThat(Files.readAllBytes(target)).hasSameSizeAs(expected).isNotEqualTo(expected);
    }
}
