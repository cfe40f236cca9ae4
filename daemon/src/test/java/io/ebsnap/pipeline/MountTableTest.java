package io.ebsnap.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.ImageTerms;
import io.ebsnap.failure.Failure;
import io.ebsnap.files.FileSystem;
import io.ebsnap.files.SnapshotPart;
import io.ebsnap.files.Stretch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of an image is mounted, and which of it is the root. */
class MountTableTest {

    private static final String ROOT = "snap-0123456789abcdef0";
    private static final String DATA = "snap-0123456789abcdef1";

    @TempDir
    private Path directory = Path.of("");

    private final Map<String, List<SnapshotPart>> parts = new HashMap<>();

    private MountTable table() {
        ImageRecord image = new ImageRecord(
                "ami-0123456789abcdef0",
                "web",
                ImageState.AVAILABLE,
                "",
                "000000000000",
                Instant.EPOCH,
                "",
                List.of(),
                new ImageMachine("x86_64", "uefi", "/dev/sdb"),
                List.of(
                        new ImageDevice("/dev/sda", DATA, 1 << 20, true),
                        new ImageDevice("/dev/sdb", ROOT, 1 << 20, true),
                        new ImageDevice("/dev/sdc", null, 1 << 20, true)),
                ImageTerms.NONE,
                null,
                null,
                null,
                null);
        Map<String, String> nodes = Map.of("/dev/sda", "/dev/n0", "/dev/sdb", "/dev/n1", "/dev/sdc", "/dev/n2");
        return MountTable.of(image, nodes, snapshot -> parts.getOrDefault(snapshot.value(), List.of()));
    }

    private static SnapshotPart part(String name, String type, Stretch... stretches) {
        return new SnapshotPart(
                name,
                "",
                100,
                type.isEmpty() ? Optional.empty() : Optional.of(new FileSystem(type, "label", "uuid")),
                List.of(stretches),
                "");
    }

    private static Stretch at(long origin) {
        return new Stretch(100, 100, List.of(origin));
    }

    @Test
    void fileSystemsInOnePieceAreMountedThoseOfTheRootDeviceFirst() {
        parts.put(ROOT, List.of(part("1", "vfat", at(5)), part("2", "", at(6)), part("v-g/root", "ext4", at(7))));
        parts.put(DATA, List.of(part("disk", "xfs", at(0))));
        MountTable table = table();
        assertThat(table.rows()).extracting(MountTable.Row::name).containsExactly("sdb-1", "sdb-v-g-root", "sda");
        assertThat(table.root("")).isEqualTo("sdb-v-g-root");
        assertThat(table.root("sda")).isEqualTo("sda");
        assertThat(table.words())
                .startsWith(
                        "sdb-v-g-root",
                        "/dev/n1",
                        "7",
                        "100",
                        "ext4",
                        "defaults,errors=remount-ro",
                        "UUID=uuid",
                        "LABEL=label",
                        "/dev/v-g/root",
                        "/dev/mapper/v--g-root")
                .endsWith("sda", "/dev/n0", "0", "", "xfs", "defaults,nouuid", "UUID=uuid", "LABEL=label", "", "");
    }

    @Test
    void whichOfSeveralIsTheRootIsFoundByWhatIsInThem() {
        parts.put(ROOT, List.of(part("1", "ext4", at(5)), part("2", "ext4", at(200))));
        assertThat(table().root("")).isEmpty();
        assertThatThrownBy(() -> table().root("sdb-3"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("'sdb-3'");
    }

    @Test
    void whatLiesInPiecesIsNotMountedAndThatIsSaid() {
        parts.put(ROOT, List.of(part("vg/root", "ext4", at(5), at(500))));
        assertThatThrownBy(() -> table().root(""))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("sdb-vg-root: it lies in several pieces");
    }

    @Test
    void aBtrfsThatIsMountedAlreadyIsNotMountedBesideItself() throws Exception {
        parts.put(ROOT, List.of(part("disk", "btrfs", at(0))));
        table().requireAlone(directory);
        Files.createDirectory(directory.resolve("uuid"));
        assertThatThrownBy(() -> table().requireAlone(directory)).isInstanceOf(Failure.Conflict.class);
    }
}
