package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.linux.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {

    private final Durability durability = JnrLinux.load().durability();

    @TempDir
    Path directory;

    @Test
    void renamesToANameThatIsFree() throws IOException {
        Path from = Files.writeString(directory.resolve("from"), "new");
        Path to = directory.resolve("to");
        assertThat(durability.renameIfAbsent(from, to)).isTrue();
        assertThat(from).doesNotExist();
        assertThat(to).hasContent("new");
    }

    @Test
    void leavesBothAloneWhenTheNameIsTaken() throws IOException {
        Path from = Files.writeString(directory.resolve("from"), "new");
        Path to = Files.writeString(directory.resolve("to"), "old");
        assertThat(durability.renameIfAbsent(from, to)).isFalse();
        assertThat(from).hasContent("new");
        assertThat(to).hasContent("old");
    }

    @Test
    void aRenameThatFailsNamesBothFiles() {
        Path from = directory.resolve("absent");
        Path to = directory.resolve("to");
        assertThatThrownBy(() -> durability.renameIfAbsent(from, to))
                .hasMessage("renameat2 " + from + " to " + to + ": ENOENT (No such file or directory)");
    }

    @Test
    void syncsDirectoriesAndFileSystems() throws IOException {
        durability.syncDirectory(directory);
        durability.syncFileSystem(directory);
        Path file = Files.writeString(directory.resolve("file"), "x");
        durability.syncFileSystem(file);
        assertThatThrownBy(() -> durability.syncDirectory(file))
                .hasMessage("open " + file + ": ENOTDIR (Not a directory)");
    }
}
