package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README.md: what it tells to type works as it stands there, and what it links to exists. */
class ReadmeLoopIT {

    private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("^# (.*)$", Pattern.MULTILINE);
    private static final Pattern SNAPSHOT = Pattern.compile("snap-[0-9a-f]{17}");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    @TempDir
    Path scratch = Path.of("");

    /**
     * The commands of the tour, in one shell that ends at the first that fails. Its folder is the test's, and the n-th snapshot id of the
     * text stands for the n-th snapshot taken.
     */
    @Test
    @RequiresLoopDevices
    @Requires(command = {"mkfs.ext4"})
    void everyCommandOfTheTourWorks() throws IOException {
        List<String> commands = commands();
        assertThat(commands).hasSizeGreaterThan(10);
        Path script = Files.writeString(scratch.resolve("tour.sh"), script(commands));
        Commands.Result result = Checkout.run(
                List.of("HOME=" + scratch),
                List.of("env", "--chdir=" + Checkout.top(), "bash", "-eux", script.toString()));
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(Commands.run("losetup", "--noheadings", "--output", "BACK-FILE"))
                .doesNotContain(scratch.toString());
        assertThat(scratch.resolve("tour")).doesNotExist();
    }

    @Test
    void everyFileThatTheDocumentsLinkToExists() {
        for (String document :
                List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/README.md")) {
            Path folder = Checkout.top().resolve(document).resolveSibling("");
            assertThat(LINK.matcher(Checkout.text(document)).results().map(link -> link.group(1)))
                    .as(document)
                    .allSatisfy(target -> assertThat(folder.resolve(target)).exists());
        }
    }

    private static List<String> commands() {
        return CONSOLE.matcher(Checkout.text("README.md"))
                .results()
                .flatMap(block -> COMMAND.matcher(block.group(1)).results())
                .map(command -> command.group(1))
                .toList();
    }

    private String script(List<String> commands) {
        String text = String.join("\n", commands)
                .replace("/tmp/tour", scratch.resolve("tour").toString());
        Set<String> ids = SNAPSHOT.matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        int number = 0;
        for (String id : ids) {
            number++;
            text = text.replace(id, "$(taken " + number + ")");
        }
        return """
                taken() { ebsnap -o json snapshot list | awk -F '"' '/"SnapshotId"/ { print $4 }' | sed -n "$1p"; }
                trap 'kill $(jobs -p) 2>/dev/null; cat %s/tour/log; findmnt -rno TARGET | grep "^%s/" | xargs -r umount; losetup -nO NAME,BACK-FILE | grep " %s/" | cut -d " " -f 1 | xargs -r losetup -d' ERR
                """.formatted(scratch, scratch, scratch) + text + "\n";
    }
}
