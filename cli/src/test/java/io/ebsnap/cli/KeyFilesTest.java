package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.KeyList;
import io.ebsnap.api.KeyRequest.ExportKeys;
import io.ebsnap.api.KeyRequest.ImportKeys;
import io.ebsnap.api.RecoveryFile;
import io.ebsnap.api.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

    private static final byte[] SEALED = {1, 2, 3, -1};

    @TempDir
    Path directory = Path.of("");

    @Test
    void exportedFileHoldsTheSealedBytesForItsOwnerOnly() throws IOException {
        Path file = directory.resolve("recovery");
        try (FakeDaemon daemon = daemon()) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("key", "export", file.toString())).isZero();
            assertThat(cli.out() + cli.err()).doesNotContain("secret words");
            assertThat(((ExportKeys) daemon.asked().getFirst()).passphrase().chars())
                    .isEqualTo("secret words".toCharArray());
        }
        assertThat(file).hasBinaryContent(SEALED);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void exportSaysWhichMaterialItHasNot() throws IOException {
        Path file = directory.resolve("recovery");
        try (FakeDaemon daemon = new FakeDaemon(
                directory.resolve("s"),
                request -> new RecoveryFile(Base64.getEncoder().encodeToString(SEALED), List.of("1111", "2222")))) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("key", "export", file.toString())).isZero();
            assertThat(cli.err())
                    .contains("it does not have the material of 2 keys in a PKCS#11 token")
                    .contains("1111 2222");
        }
    }

    @Test
    void exportOverwritesNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("recovery"), "old");
        try (FakeDaemon daemon = daemon()) {
            assertThat(Cli.of(daemon.socket()).run("key", "export", file.toString()))
                    .isEqualTo(ExitCode.CONFLICT);
            assertThat(daemon.asked()).isEmpty();
        }
        assertThat(file).hasContent("old");
    }

    @Test
    void failedExportLeavesNoFile() throws IOException {
        Path file = directory.resolve("recovery");
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"), request -> {
            throw FakeDaemon.error(io.ebsnap.api.ErrorKind.DENIED, "AccessDenied", "no");
        })) {
            assertThat(Cli.of(daemon.socket()).run("key", "export", file.toString()))
                    .isEqualTo(ExitCode.DENIED);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void importTakesThePassphraseFromTheFirstLineOfAFile() throws IOException {
        Path recovery = Files.write(directory.resolve("recovery"), SEALED);
        Path passphrase = Files.writeString(directory.resolve("pass"), "p\u00e4ss w\r\nnot this");
        try (FakeDaemon daemon = daemon()) {
            assertThat(Cli.of(daemon.socket())
                            .run("key", "import", recovery.toString(), "--passphrase-file", passphrase.toString()))
                    .isZero();
            ImportKeys request = (ImportKeys) daemon.asked().getFirst();
            assertThat(request.passphrase().chars()).isEqualTo("p\u00e4ss w".toCharArray());
            assertThat(Base64.getDecoder().decode(request.recoveryFile())).isEqualTo(SEALED);
        }
    }

    @Test
    void emptyPassphraseIsRefused() throws IOException {
        try (FakeDaemon daemon = daemon()) {
            Cli cli = Cli.of(daemon.socket()).typing("");
            assertThat(cli.run("key", "export", directory.resolve("x").toString()))
                    .isEqualTo(ExitCode.USAGE);
        }
    }

    private FakeDaemon daemon() throws IOException {
        return new FakeDaemon(directory.resolve("s"), KeyFilesTest::answer);
    }

    private static Record answer(Request<?> request) {
        return request instanceof ExportKeys
                ? new RecoveryFile(Base64.getEncoder().encodeToString(SEALED), List.of())
                : new KeyList(List.of());
    }
}
