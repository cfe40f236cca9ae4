package io.ebsnap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The daemon's manual page and its help say the same. */
class DaemonManualTest {

    @Test
    void everyOptionOfTheHelpStandsInThePage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "man", "ebsnapd.8"));
        List<String> options = Pattern.compile("--[a-z-]+")
                .matcher(DaemonArguments.USAGE)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(options).contains("--config", "--data-dir", "--socket", "--help", "--version");
        assertThat(options).allSatisfy(option -> assertThat(page).contains("Fl " + option.substring(1)));
    }

    @Test
    void defaultsOfTheHelpAreThoseOfTheSettings() {
        assertThat(DaemonArguments.USAGE)
                .contains("Default: " + DaemonArguments.CONFIG_DEFAULT + ",")
                .contains("Default: " + Settings.DATA_DIR.fallbackText() + ".")
                .contains("Default: " + Settings.SOCKET_PATH.fallbackText() + ".");
    }
}
