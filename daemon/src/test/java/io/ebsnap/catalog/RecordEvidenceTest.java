package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files beside the store that say what records are and are to be. */
class RecordEvidenceTest {

    private static final SnapshotLockRecord LOCK = CatalogFixtures.snapshotLock();
    private static final String ID = LOCK.snapshotId();
    private static final RecordEvidence.Said<SnapshotLockRecord> MAKING =
            new RecordEvidence.Said<>(Optional.empty(), Optional.of(LOCK));

    @TempDir
    Path directory = Path.of("");

    private RecordEvidence<SnapshotLockRecord> evidence;

    @BeforeEach
    void open() {
        evidence =
                new RecordEvidence<>(directory.resolve("locks"), CatalogKind.SNAPSHOT_LOCK, CatalogFixtures.sealing());
    }

    @Test
    void whatIsWrittenIsFoundListedAndRemoved() {
        assertThat(evidence.find(ID)).isEmpty();
        evidence.write(ID, MAKING);
        assertThat(evidence.find(ID)).contains(MAKING);
        assertThat(MAKING.isSettled()).isFalse();
        assertThat(evidence.ids()).containsExactly(ID);
        evidence.remove(ID);
        assertThat(evidence.ids()).isEmpty();
    }

    @Test
    void aFileOfVersionOneIsReadAndWrittenAsItWas() throws IOException {
        evidence.write(ID, MAKING);
        Path file = directory.resolve("locks").resolve(ID);
        assertThat(Files.readAllBytes(file)).isEqualTo(golden());
        Files.write(file, golden());
        assertThat(evidence.find(ID)).contains(MAKING);
    }

    @Test
    void aFileThatSomebodyHasChangedOrMovedIsCorrupt() throws IOException {
        evidence.write(ID, MAKING);
        Path file = directory.resolve("locks").resolve(ID);
        Files.copy(file, file.resolveSibling("snap-0123456789abcdef1"));
        assertThatThrownBy(() -> evidence.find("snap-0123456789abcdef1")).isInstanceOf(Failure.Corrupt.class);
        byte[] bytes = Files.readAllBytes(file);
        bytes[60] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> evidence.find(ID)).isInstanceOf(Failure.Corrupt.class);
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> evidence.find(ID)).isInstanceOf(Failure.Corrupt.class);
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                RecordEvidenceTest.class.getResourceAsStream("/golden/evidence-snapshot-lock-v1"))) {
            return in.readAllBytes();
        }
    }
}
