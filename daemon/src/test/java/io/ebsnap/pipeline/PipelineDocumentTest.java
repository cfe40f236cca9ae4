package io.ebsnap.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.Wildcards;
import io.ebsnap.failure.Failure;
import io.ebsnap.lifecycle.Age;
import io.ebsnap.lifecycle.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents of image pipelines say what the manual says, and nothing else. */
class PipelineDocumentTest {

    private static final String OWN = "000000000000";
    private static final String LEAST = "[parent]\nname='base *'\n[build]\nhook='true'\n";

    @TempDir
    private Path directory = Path.of("");

    private static Pipeline read(String text) {
        return new PipelineDocument(OWN).read(text, "FILE", "web");
    }

    @Test
    void theExampleOfTheManualIsRight() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "man", "ebsnap-image-pipeline.5"));
        String[] parts = page.substring(page.indexOf(".Sh EXAMPLES")).split("\\.Bd -literal -offset indent\n", -1);
        assertThat(parts).hasSize(2);
        Pipeline pipeline = read(parts[1].substring(0, parts[1].indexOf(".Ed")));
        assertThat(pipeline.enabled()).isTrue();
        assertThat(pipeline.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(pipeline.parent().pipeline()).isEqualTo("web");
        assertThat(pipeline.parent().owners()).containsExactly(OWN);
        assertThat(pipeline.build().limit()).isEqualTo(Duration.ofMinutes(30));
        assertThat(pipeline.test().orElseThrow().mount()).isFalse();
        assertThat(pipeline.keep()).isEqualTo(new Pipeline.Keep(4, Optional.of(Age.parse("30 days"))));
        assertThat(pipeline.timing().map(Timing::text)).contains("cron 0 3 * * SUN Europe/Berlin");
    }

    @Test
    void whatIsNotSaidIsAsTheManualSays() {
        Pipeline pipeline = read(LEAST);
        assertThat(pipeline.build().limit()).isEqualTo(Duration.ofHours(1));
        assertThat(pipeline.build().mount()).isTrue();
        assertThat(pipeline.test()).isEmpty();
        assertThat(pipeline.timing()).isEmpty();
        assertThat(pipeline.output().name()).isEqualTo("$(pipeline) $(version)");
        assertThat(pipeline.keep()).isEqualTo(new Pipeline.Keep(3, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bild = 1 | FILE: an image pipeline has no key 'bild'",
                "[parent]\\nx = 1 | FILE: parent",
                "[test]\\ntimeout = '1 minute' | test has no hook",
                "[test]\\nhook = 'x'\\ntimeout = '25 hours' | test.timeout is no number",
                "[test]\\nhook = 'x'\\nmount = false\\nroot = 'sda-1' | test.root is of what is mounted",
                "[image]\\nname = 'web' | image.name does not have $(version)",
                "[image]\\nname = 'web: $(version)' | image.name is no name",
                "[image]\\nname = '$(versoin)' | unknown variable '$(versoin)'",
                "[image]\\ntags = { 'aws:x' = 'y' } | image.tags are wrong",
                "[retain]\\nversions = 0 | retain.versions is no whole number from 1 to 100",
                "[schedule]\\nstart = '03:00' | schedule does not say when",
                "[schedule]\\ncron = '0 3 * * *'\\nevery = '1 day' | schedule has both",
                "[hooks]\\nbefore = 'x' | has no key 'hooks'",
            })
    void whatIsWrongNamesFileAndKey(String text, String words) {
        String document = text.replace("\\n", "\n");
        String whole =
                document.startsWith("[parent]") ? document + "\n[build]\nhook='true'\n" : document + "\n" + LEAST;
        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("FILE")
                .hasMessageContaining(words.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "image = 'ami-1', no image's id",
        "name = 'x'\\nimage = 'ami-0123456789abcdef0', also what is to be looked for",
        "owners = ['self'], names nothing",
        "owners = ['me']\\nname = 'x', no account",
    })
    void aParentIsNamedInOneWay(String text, String words) {
        assertThatThrownBy(() -> read("[parent]\n" + text.replace("\\n", "\n") + "\n[build]\nhook='true'\n"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(words);
    }

    @Test
    void aFileIsKnownByItsEndingAndBelievedIfOnlyItsOwnerCanChangeIt() throws Exception {
        Files.writeString(directory.resolve("policy.toml"), "x");
        Files.writeString(directory.resolve("a.pipeline.toml"), LEAST);
        Path open = Files.writeString(directory.resolve("b.pipeline.toml"), LEAST);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-r--"));
        List<KnownPipelines.Known> known = new KnownPipelines(directory, OWN).all();
        assertThat(known).extracting(KnownPipelines.Known::name).containsExactly("a", "b");
        assertThat(known.getFirst().pipeline()).isPresent();
        assertThat(known.getLast().trouble()).contains("can be changed by others");
    }

    @Test
    void patternsOfNamesMatchAsAFileNamesDo() {
        assertThat(Wildcards.matches("base *", "base 1.2")).isTrue();
        assertThat(Wildcards.matches("base ?", "base 12")).isFalse();
        assertThat(Wildcards.matches("b.se", "base")).isFalse();
        assertThat(Wildcards.matches("*[1]", "x[1]")).isTrue();
    }
}
