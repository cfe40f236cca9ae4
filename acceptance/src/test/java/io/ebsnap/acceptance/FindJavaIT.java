package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/find-java}, on made-up Java homes. */
class FindJavaIT {

    @TempDir
    Path scratch = Path.of("");

    private Path home = Path.of("");
    private Path script = Path.of("");

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(scratch.resolve("a home with spaces"));
        script = Files.createDirectory(home.resolve("bin")).resolve("find-java");
        Files.copy(Checkout.script("find-java"), script);
    }

    @Test
    void aRuntimeBesideItWins() throws IOException {
        String bundled = javaHome("a home with spaces/runtime", "25.0.1");
        String other = javaHome("other", "26");
        assertThat(find("EBSNAP_JAVA_HOME=" + other, "JAVA_HOME=" + other)).isEqualTo(bundled + "/bin/java");
    }

    @Test
    void theOwnSettingComesBeforeJavaHome() throws IOException {
        String own = javaHome("own", "27-ea");
        String other = javaHome("other", "25");
        assertThat(find("EBSNAP_JAVA_HOME=" + own, "JAVA_HOME=" + other)).isEqualTo(own + "/bin/java");
    }

    @Test
    void oldOnesArePassedOver() throws IOException {
        String old = javaHome("old", "17.0.15");
        String ancient = javaHome("ancient", "1.8.0_402");
        String fit = javaHome("fit", "25.0.3");
        assertThat(find("EBSNAP_JAVA_HOME=" + old, "JAVA_HOME=" + ancient, "PATH=" + fit + "/bin:/usr/bin:/bin"))
                .isEqualTo(fit + "/bin/java");
    }

    @Test
    void aJavaOnPathIsFoundThroughItsLinks() throws IOException {
        String fit = javaHome("fit", "25.0.3");
        Path links = Files.createDirectory(scratch.resolve("links"));
        Files.createSymbolicLink(links.resolve("java"), Path.of(fit, "bin", "java"));
        assertThat(find("PATH=" + links + ":/usr/bin:/bin")).isEqualTo(fit + "/bin/java");
    }

    @Test
    void itWorksThroughALinkToItself() throws IOException {
        String bundled = javaHome("a home with spaces/runtime", "25.0.1");
        Path link = Files.createSymbolicLink(scratch.resolve("link"), script);
        assertThat(Checkout.run(List.of(), List.of(link.toString())).output()).isEqualTo(bundled + "/bin/java");
    }

    @Test
    void noJavaIsStartedToFindOne() throws IOException {
        String fit = javaHome("fit", "25");
        assertThat(find("JAVA_HOME=" + fit)).isEqualTo(fit + "/bin/java");
        assertThat(scratch.resolve("started")).doesNotExist();
    }

    /** The usual folders are hidden, so that this machine has no Java but the old one. */
    @Test
    @RequiresRoot
    void withNoneThatIsNewEnoughItSaysInOneLineWhatItFoundAndWhatToDo() throws IOException {
        String old = javaHome("old", "17.0.15");
        Commands.Result result = Checkout.run(
                List.of("HOME=" + scratch, "JAVA_HOME=" + old),
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "for folder in /usr/lib/jvm /opt; do [ ! -d $folder ] || mount -t tmpfs none $folder; done; exec \"$0\"",
                        script.toString()));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output().lines()).hasSize(1);
        assertThat(result.output()).contains("Java 25", old + " (17)", "EBSNAP_JAVA_HOME");
    }

    private String find(String... settings) {
        List<String> all = new ArrayList<>(List.of("HOME=" + scratch));
        all.addAll(List.of(settings));
        Commands.Result result = Checkout.run(all, List.of(script.toString()));
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    private String javaHome(String name, String version) throws IOException {
        Path made = scratch.resolve(name);
        Files.createDirectories(made.resolve("bin"));
        Files.writeString(made.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = made.resolve("bin").resolve("java");
        Files.writeString(java, "#!/bin/sh\ntouch '" + scratch.resolve("started") + "'\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return made.toString();
    }
}
