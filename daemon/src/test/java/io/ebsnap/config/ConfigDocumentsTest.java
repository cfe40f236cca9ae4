package io.ebsnap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample file and the manual page say what the code does. */
class ConfigDocumentsTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void sampleFileShowsEveryKeyWithItsDefaultInAComment() throws IOException {
        List<String> shown = new ArrayList<>();
        String section = "";
        for (String line : Files.readAllLines(PROJECT.resolve("systemd/ebsnapd.conf"))) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
            } else if (line.matches("#[a-z].*")) {
                shown.add(section + "." + line.substring(1));
            }
        }
        assertThat(shown).containsExactlyElementsOf(defaults());
    }

    @Test
    void sampleFileIsReadAsAllDefaults() throws IOException {
        Path sample = PROJECT.resolve("systemd/ebsnapd.conf");
        Path empty = Files.createTempFile("ebsnapd", ".conf");
        assertThat(read(sample)).isEqualTo(read(empty));
        Files.delete(empty);
    }

    @Test
    void manualPageShowsEveryKeyWithItsDefault() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/man/ebsnapd.conf.5"));
        for (Setting<?> setting : Settings.ALL) {
            assertThat(page)
                    .contains(".It Cm " + setting.name() + " Li = "
                            + setting.fallback().replace("\"", "\\(dq") + "\n");
            assertThat(page).contains(".Ss [" + setting.section() + "]\n");
        }
    }

    private static List<String> defaults() {
        return Settings.ALL.stream()
                .map(setting -> setting.path() + " = " + setting.fallback())
                .toList();
    }

    private static EbsnapdConfig read(Path file) {
        return new ConfigReader(Map.of(), 1).read(DaemonArguments.parse(List.of("--config", file.toString())));
    }
}
