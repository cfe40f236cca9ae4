package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code scripts/package} makes, installed below a scratch root. Wherever an installed program runs, the folders of this machine's JDKs
 * are hidden from it: it has the runtime that it came with, or none.
 */
@RequiresRoot
@Requires(command = {"dpkg", "dpkg-deb"})
class PackageIT {

    private static final String HIDE_JAVA =
            "for folder in /usr/lib/jvm /opt; do [ ! -d $folder ] || mount -t tmpfs none $folder; done; exec \"$@\"";

    @TempDir
    static Path scratch = Path.of("");

    private static Path deb = Path.of("");
    private static Path tarball = Path.of("");
    private static Path root = Path.of("");

    @BeforeAll
    static void packageAndInstall() throws IOException {
        Path made = Files.createDirectory(scratch.resolve("made"));
        Commands.Result result = Checkout.run(
                List.of("EBSNAP_PACKAGE_DIR=" + made, "HOME=" + scratch),
                List.of(Checkout.script("package").toString()));
        assertThat(result.status()).as(result.output()).isZero();
        deb = only(made, ".deb");
        tarball = only(made, ".tar.gz");
        root = install(deb, scratch.resolve("a root"));
    }

    @Test
    void theInstalledCommandLineNeedsNoJdk() {
        assertThat(installed("usr/bin/ebsnap", "--version").output()).startsWith("ebsnap ");
    }

    @Test
    void theInstalledDaemonAndCommandLineTakeASnapshotAndRestoreIt() throws IOException {
        Path image = Files.write(scratch.resolve("image"), content());
        String script = """
                set -e
                "$1/usr/sbin/ebsnapd" --data-dir "$2/data" --socket "$2/socket" 2>"$2/log" &
                trap 'kill $!; wait $!' EXIT
                export EBSNAP_SOCKET="$2/socket"
                for _ in $(seq 100); do "$1/usr/bin/ebsnap" status >/dev/null 2>&1 && break; sleep 0.2; done
                readlink /proc/$!/exe
                "$1/usr/bin/ebsnap" snapshot create "$2/image"
                id=$("$1/usr/bin/ebsnap" -o json snapshot list | grep -o 'snap-[0-9a-f]*' | head -n 1)
                "$1/usr/bin/ebsnap" restore "$id" "$2/restored"
                grep -c . "/proc/$!/maps" >/dev/null
                grep -o '/[^ ]*[.]so' "/proc/$!/maps" | sort -u >"$2/libraries"
                """;
        Commands.Result result = withoutJava("sh", "-c", script, "-", root.toString(), scratch.toString());
        assertThat(result.status()).as(result.output() + log()).isZero();
        assertThat(result.output()).contains(root + "/usr/lib/ebsnap/runtime/bin/java");
        assertThat(scratch.resolve("restored")).hasSameBinaryContentAs(image);
        assertThat(Files.readAllLines(scratch.resolve("libraries")))
                .as("native libraries that were unpacked at start")
                .noneMatch(library -> library.startsWith(System.getProperty("java.io.tmpdir", "/tmp") + "/lib"));
    }

    @Test
    void theUnitsAreThoseThatSystemdAccepts() throws IOException {
        assumeTrue(Commands.exists("systemd-analyze"), "this machine has no systemd-analyze");
        Path units = Files.createDirectories(scratch.resolve("units/usr/lib/systemd/system"));
        Commands.run(
                "sh",
                "-c",
                "cp -L /usr/lib/systemd/system/*.target /usr/lib/systemd/system/*.slice"
                        + " /usr/lib/systemd/system/modprobe@.service /usr/lib/systemd/system/systemd-sysusers.service"
                        + " /usr/lib/systemd/system/systemd-tmpfiles-setup.service " + units);
        Commands.run("cp", "-rT", root.toString(), scratch.resolve("units").toString());
        Files.createSymbolicLink(scratch.resolve("units/lib"), Path.of("usr/lib"));
        Commands.Result result = Commands.attempt(
                "systemd-analyze",
                "verify",
                "--man=no",
                "--root=" + scratch.resolve("units"),
                "ebsnapd.service",
                "ebsnapd@archive.service");
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output().lines().filter(line -> line.contains("ebsnap")))
                .isEmpty();
    }

    @Test
    void theGroupIsMadeAndTheConfigurationIsTheAdministrators() throws IOException {
        assertThat(Files.readString(root.resolve("etc/group"))).contains("ebsnap:");
        assertThat(Commands.run("dpkg-deb", "--info", deb.toString(), "conffiles"))
                .isEqualTo("/etc/ebsnap/ebsnapd.conf");
        assertThat(root.resolve("usr/lib/tmpfiles.d/ebsnap.conf")).isRegularFile();
        assertThat(root.resolve("usr/lib/sysusers.d/ebsnap.conf")).isRegularFile();
    }

    @Test
    void nobodyButRootMayChangeWhatIsInstalled() {
        assertThat(Commands.run("dpkg-deb", "--contents", deb.toString()).lines())
                .allMatch(line -> line.contains(" root/root "))
                .noneMatch(line -> line.matches("-....w.*|-.......w.*|d....w.*|d.......w.*"));
    }

    @Test
    void aManualPageComesWithEachProgram() {
        assertThat(root.resolve("usr/share/man/man1/ebsnap.1.gz")).isNotEmptyFile();
        assertThat(root.resolve("usr/share/man/man5/ebsnapd.conf.5.gz")).isNotEmptyFile();
        assertThat(root.resolve("usr/share/man/man8/ebsnapd.8.gz")).isNotEmptyFile();
    }

    @Test
    void bashCompletesTheCommandsOfTheInstalledCommandLine() {
        Path completion = root.resolve("usr/share/bash-completion/completions/ebsnap");
        String script =
                "source \"$1\"; COMP_WORDS=(ebsnap sn); COMP_CWORD=1; _complete_ebsnap; echo \"${COMPREPLY[*]}\"";
        assertThat(Commands.run("bash", "-c", script, "-", completion.toString()))
                .contains("snapshot");
    }

    @Test
    void theTarballRunsWhereverItIsUnpacked() throws IOException {
        Path place = Files.createDirectory(scratch.resolve("some where"));
        Commands.run("tar", "-C", place.toString(), "--strip-components=1", "-xzf", tarball.toString());
        Commands.Result result = withoutJava(place.resolve("bin/ebsnap").toString(), "--version");
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).startsWith("ebsnap ");
    }

    @Test
    void removingThePackageLeavesTheDataAndTheConfiguration() throws IOException {
        Path other = install(deb, scratch.resolve("other"));
        Path data = Files.createDirectories(other.resolve("var/lib/ebsnap"));
        dpkg(other, "--remove", "ebsnap");
        assertThat(data).isDirectory();
        assertThat(other.resolve("etc/ebsnap/ebsnapd.conf")).isRegularFile();
        assertThat(other.resolve("usr/lib/ebsnap")).doesNotExist();
    }

    private static Path install(Path deb, Path root) throws IOException {
        Files.createDirectories(root.resolve("var/lib/dpkg/info"));
        Files.createDirectories(root.resolve("var/lib/dpkg/updates"));
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        Files.createDirectories(root.resolve("etc"));
        dpkg(root, "--force-depends", "--install", deb.toString());
        return root;
    }

    private static void dpkg(Path root, String... arguments) {
        List<String> command = new ArrayList<>(List.of("dpkg", "--root=" + root, "--force-script-chrootless"));
        command.addAll(List.of(arguments));
        Commands.run(command.toArray(String[]::new));
    }

    private static Commands.Result installed(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(root.resolve(program).toString()));
        command.addAll(List.of(arguments));
        Commands.Result result = withoutJava(command.toArray(String[]::new));
        assertThat(result.status()).as(result.output()).isZero();
        return result;
    }

    private static Commands.Result withoutJava(String... command) {
        List<String> all = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", HIDE_JAVA, "-"));
        all.addAll(List.of(command));
        return Checkout.run(List.of("HOME=" + scratch), all);
    }

    private static String log() throws IOException {
        Path log = scratch.resolve("log");
        return Files.exists(log) ? "\n" + Files.readString(log) : "";
    }

    private static byte[] content() {
        byte[] content = new byte[3 * 512 * 1024 + 4096];
        new Random(11).nextBytes(content);
        return content;
    }

    private static Path only(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .reduce((a, b) -> {
                        throw new AssertionError("both " + a + " and " + b);
                    })
                    .orElseThrow();
        }
    }
}
