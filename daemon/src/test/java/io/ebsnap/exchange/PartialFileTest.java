package io.ebsnap.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.device.Commands;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Durability;
import io.ebsnap.linux.jnr.JnrLinux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialFileTest {

    private final Durability durability = JnrLinux.load().durability();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void fileHasItsNameOnlyWhenItIsWhole() throws IOException {
        Path wanted = folder.resolve("disk.vmdk");
        PartialFile file = new PartialFile(wanted, false, durability);
        file.prepare();
        assertThat(file.path().getFileName()).isEqualTo(wanted.getFileName());
        Files.writeString(file.path(), "content");
        assertThat(wanted).doesNotExist();
        file.finish();
        assertThat(wanted).hasContent("content");
        assertThat(folder).isDirectoryContaining(wanted::equals);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void whatACrashLeftIsClearedAway() throws IOException {
        Path wanted = folder.resolve("disk.qcow2");
        PartialFile cutOff = new PartialFile(wanted, false, durability);
        cutOff.prepare();
        Files.writeString(cutOff.path(), "half");
        PartialFile next = new PartialFile(wanted, false, durability);
        next.prepare();
        assertThat(next.path()).doesNotExist();
        next.discard();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fileThatExistsIsReplacedOnlyByForceAlsoWhenItComesLate() throws IOException {
        Path wanted = folder.resolve("disk.raw");
        PartialFile late = new PartialFile(wanted, false, durability);
        late.prepare();
        Files.writeString(late.path(), "new");
        Files.writeString(wanted, "old");
        assertThatThrownBy(late::finish).isInstanceOf(Failure.Conflict.class);
        assertThat(wanted).hasContent("old");
        assertThatThrownBy(() -> new PartialFile(wanted, false, durability).prepare())
                .isInstanceOf(Failure.Conflict.class);
        PartialFile forced = new PartialFile(wanted, true, durability);
        forced.prepare();
        Files.writeString(forced.path(), "new");
        forced.finish();
        assertThat(wanted).hasContent("new");
    }

    @Test
    void directoriesAndLinksAreNoFiles() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
        for (Path path : List.of(folder, link)) {
            assertThatThrownBy(() -> new PartialFile(path, true, durability).prepare())
                    .isInstanceOf(Failure.Invalid.class);
        }
        assertThatThrownBy(() -> new PartialFile(folder.resolve("no/disk"), true, durability).prepare())
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void missingProgramIsNamedWithItsPackage() {
        Qemu qemu = new Qemu(new Tools(List.of(folder), new Commands(System::nanoTime), Duration.ofSeconds(1)));
        assertThatThrownBy(() -> qemu.require("qemu-img", FileFormat.QCOW2))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("qemu-img")
                .hasMessageContaining("qemu-utils");
    }
}
