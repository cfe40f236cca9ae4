package io.ebsnap.linux.sysfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTableTest {

    @TempDir
    Path directory;

    private List<Mount> parse(String text) throws IOException {
        return MountTable.read(Files.writeString(directory.resolve("mountinfo"), text));
    }

    @Test
    void readsEveryFieldWhateverStandsBeforeTheDash() throws IOException {
        List<Mount> mounts = parse("""
                36 35 98:0 /sub /mnt/a\\040b ro,noatime master:1 propagate_from:2 - ext3 /dev/root rw,errors=continue
                37 35 0:6 / /dev rw - devtmpfs dev\\134tmpfs ro,size=4k
                """);
        assertThat(mounts)
                .containsExactly(
                        new Mount(
                                new DeviceNumber(98, 0), "/sub", Path.of("/mnt/a b"), true, "ext3", "/dev/root", false),
                        new Mount(new DeviceNumber(0, 6), "/", Path.of("/dev"), false, "devtmpfs", "dev\\tmpfs", true));
    }

    @Test
    void aLineThatIsNoMountIsAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("36 35 98:0 / /mnt rw - ext3\n"));
        assertThatIllegalArgumentException().isThrownBy(() -> parse("nonsense\n"));
    }

    @ParameterizedTest
    @CsvSource({"plain,plain", "a\\040b,a b", "\\011\\012,'\t\n'", "end\\04,end\\04", "\\999,\\999", "tail\\134,tail\\"
    })
    void octalEscapesBecomeTheirCharacters(String escaped, String plain) {
        assertThat(MountTable.unescape(escaped)).isEqualTo(plain);
    }
}
