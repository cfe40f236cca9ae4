package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files come out as they were, beside what is there, and nowhere else. */
class FilesRestoreIT {

    /** All that a file can have: what find, getfattr and getfacl say, and its content. */
    private static final String FINGERPRINT = """
            cd "$1" && find . -printf '%P|%y|%m|%U|%G|%s|%T@|%n|%l\\n' | grep -v '^|' | sort
            find . -type f -print0 | sort -z | xargs -0 -r sha256sum
            getfattr -Rhd -m- . | sort; getfacl -Rn . | sort
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path source = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void make() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
        target = Files.createDirectory(folder.resolve("target"));
    }

    @Test
    void ownersModesTimesAttributesLinksAndHolesAreRestored() throws Exception {
        Assumptions.assumeTrue(run("id", "-u").equals("0") && has("setfattr") && has("setfacl"), "root, attr and acl");
        run("sh", "-c", """
                set -e; cd "$1"; mkdir -p d/e 'new
                line'; echo one >d/f; echo two >d/e/g; ln d/f d/hard; ln -s /etc/passwd d/link; ln -s nowhere d/e/dangling
                mkfifo d/fifo; mknod d/null c 1 3; truncate -s 50M d/sparse; echo end >>d/sparse
                chown 1234:4321 d/e/g; chown -h 77:78 d/link; chmod 4755 d/f; chmod 1777 d/e; chmod 2750 d
                setfattr -n user.color -v red d/f; setfattr -n trusted.x -v y d/e; setfacl -m u:99:rw d/e/g; setfacl -d -m g:98:r d/e
                touch -h -d '2001-02-03 04:05:06.789012345' d/link d/f d/e/g; touch -d '1999-01-01' d/e d
                """, "sh", source.toString());
        byte[] odd = "bytes-\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        run(
                "sh",
                "-c",
                "cd \"$1\" && printf x >\"$(printf 'bytes-\\377')\"",
                "sh",
                source.resolve("d").toString());
        assertThat(EscapedName.of(odd)).isEqualTo("bytes-\\377");

        restore(false, "/d", "/new\nline");
        assertThat(fingerprint(target)).isEqualTo(fingerprint(source)).contains("user.color");
        assertThat(Long.parseLong(
                        run("stat", "-c", "%b", target.resolve("d/sparse").toString())))
                .isLessThan(2048);
        assertThat(left()).isEmpty();
    }

    @Test
    void theRootIsEverythingInIt() throws Exception {
        Files.writeString(source.resolve("a"), "1");
        Files.createDirectory(source.resolve("b"));
        restore(false, "/");
        assertThat(target.resolve("a")).hasContent("1");
        assertThat(target.resolve("b")).isDirectory();
    }

    @Test
    void whatExistsIsRefusedUnlessItMayBeReplacedAndThenNothingElseIsTouched() throws Exception {
        Files.createDirectories(source.resolve("d/in"));
        Files.writeString(source.resolve("d/f"), "new");
        Files.writeString(source.resolve("d/in/g"), "new");
        Files.createDirectories(target.resolve("d/in"));
        Files.writeString(target.resolve("d/f"), "old");
        Files.writeString(target.resolve("d/other"), "stays");
        assertThatThrownBy(() -> restore(false, "/d"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("exists");
        assertThat(target.resolve("d/f")).hasContent("old");
        restore(true, "/d");
        assertThat(target.resolve("d/f")).hasContent("new");
        assertThat(target.resolve("d/in/g")).hasContent("new");
        assertThat(target.resolve("d/other")).hasContent("stays");
        assertThat(left()).isEmpty();
    }

    @Test
    void aLinkInTheTargetIsReplacedAndNeverWrittenThrough() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("f"), "untouched");
        Files.createDirectories(source.resolve("d"));
        Files.writeString(source.resolve("d/f"), "new");
        Files.writeString(source.resolve("g"), "new");
        Files.createSymbolicLink(target.resolve("d"), outside);
        Files.createSymbolicLink(target.resolve("g"), outside.resolve("f"));
        assertThatThrownBy(() -> restore(true, "/d", "/g"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("directory");
        assertThat(Files.isSymbolicLink(target.resolve("g")))
                .as("nothing was restored")
                .isTrue();
        restore(true, "/g");
        assertThat(Files.isRegularFile(target.resolve("g"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(outside.resolve("f")).hasContent("untouched");
        assertThat(left()).isEmpty();
    }

    @Test
    void whatAKilledCommandLeftIsClearedAwayAndWhatALivingOneHasIsNot() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(target.resolve(".ebsnap-restore-" + dead.pid() + "-1/deep"));
        Path living = Files.createDirectory(
                target.resolve(".ebsnap-restore-" + ProcessHandle.current().pid() + "-1"));
        Files.writeString(source.resolve("a"), "1");
        restore(false, "/a");
        assertThat(target.resolve("a")).hasContent("1");
        assertThat(left()).containsExactly(living);
    }

    @Test
    void twoOfOneNameAndAMissingOneAreRefused() throws Exception {
        Files.createDirectories(source.resolve("x/a"));
        Files.createDirectories(source.resolve("y/a"));
        assertThatThrownBy(() -> restore(false, "/x/a", "/y/a")).hasMessageContaining("two of these");
        assertThatThrownBy(() -> restore(false, "/z")).hasMessageContaining("has no /z");
    }

    private void restore(boolean overwrite, String... paths) {
        PrintStream nothing = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Session session = new Session(new Session.Surroundings(
                new Renderer(nothing, nothing, false, 80),
                Map.of(),
                RegionSockets.STANDARD,
                Thread::sleep,
                () -> 0,
                question -> new char[0],
                InstantSource.system(),
                new Programs(ProcessBuilder::start)));
        MountedFiles files = new MountedFiles("snap-1", source);
        RestoredFiles wanted = RestoredFiles.of(files, List.of(paths));
        try (RestorePlace place = RestorePlace.open(target)) {
            if (!overwrite) {
                place.requireAbsent(wanted.names());
            }
            new FilesCopy(session, files, wanted).into(place);
            place.putInPlace(wanted.names());
        }
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> MountedFiles.nameOf(file).toString().startsWith(".ebsnap"))
                    .toList();
        }
    }

    private static String fingerprint(Path root) throws Exception {
        return run("sh", "-c", FINGERPRINT, "sh", root.toString());
    }

    private static boolean has(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
