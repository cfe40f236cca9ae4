package io.ebsnap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void emptyFileIsAllDefaults() throws IOException {
        EbsnapdConfig config = read("");
        assertThat(config.dataDirectory()).hasToString("/var/lib/ebsnap");
        assertThat(config.socket().path()).hasToString("/run/ebsnap/ebsnapd.sock");
        assertThat(config.socket().group()).isEqualTo("ebsnap");
        assertThat(config.keystore())
                .isEqualTo(new EbsnapdConfig.KeystoreConfig(
                        KeystoreRoot.KEY_FILE,
                        Path.of("/var/lib/ebsnap/root.key"),
                        KeystoreBackend.LOCAL,
                        Optional.empty()));
        assertThat(config.snapshot().copyThreads()).isEqualTo(9);
        assertThat(config.snapshot().copyThreadsBesideUsers()).isEqualTo(6);
        assertThat(config.snapshot().freezeLimit()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.restoreThreads()).isEqualTo(9);
        assertThat(config.logLevel()).isEqualTo(LogLevel.INFO);
        assertThat(config.accountId()).isEqualTo("000000000000");
    }

    @Test
    void accountsAreReadInTheirOrder() throws IOException {
        assertThat(read("""
                        [accounts]
                        "444455556666" = { groups = ["dba"] }
                        "111122223333" = { users = ["alice", "1001"], devices = ["/dev/vg0/alice-*"], fast-restore-gibibytes = 20 }
                        """).accounts())
                .containsExactly(
                        new AccountConfig("444455556666", Set.of(), Set.of("dba"), 0, List.of()),
                        new AccountConfig(
                                "111122223333",
                                Set.of("alice", "1001"),
                                Set.of(),
                                20,
                                List.of(Path.of("/dev/vg0/alice-*"))));
        assertThat(read("").accounts()).isEmpty();
    }

    @Test
    void fileOutranksDefaultsEnvironmentTheFileAndOptionsBoth() throws IOException {
        Path file = file(
                "[store]\ndata-dir = \"/a\"\n[socket]\npath = \"/s\"\n[snapshot]\nrunning-max = 3\npending-max = 5\n");
        Map<String, String> environment = Map.of("EBSNAP_STORE_DATA_DIR", "/b", "EBSNAP_SNAPSHOT_PENDING_MAX", "6");
        EbsnapdConfig config = new ConfigReader(environment, 1)
                .read(DaemonArguments.parse(List.of("--config", file.toString(), "--socket=/t", "--data-dir", "/c")));
        assertThat(config.dataDirectory()).hasToString("/c");
        assertThat(config.socket().path()).hasToString("/t");
        assertThat(config.snapshot().runningMax()).isEqualTo(3);
        assertThat(config.snapshot().pendingMax()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[snapshot]@runing-max = 1            | has no key 'runing-max'    | did you mean 'running-max'?",
                "[snapshto]@running-max = 1           | no section [snapshto]      | did you mean 'snapshot'?",
                "[log]@colour = 1                     | has no key 'colour'        | known are level",
                "data-dir = \"/x\"                    | no section [data-dir]      | known are",
                "store = 1                            | store is not a section     | [store]",
                "[snapshot]@running-max = \"1\"       | not a whole number         | running-max = 2",
                "[snapshot]@running-max = 0           | from 1 to 16: 0            | running-max = 2",
                "[snapshot]@running-max = 99999999999 | from 1 to 16               | running-max = 2",
                "[snapshot]@running-max = 1.5         | not a whole number         | running-max = 2",
                "[store]@data-dir = \"relative\"      | not an absolute path       | data-dir",
                "[store]@data-dir = [\"/x\"]          | not a text in quotes       | data-dir",
                "[keystore]@root = \"prayer\"         | none of key-file, passphrase-file, credential | root",
                "[keystore]@root = \"passphrase-file\"| names no file              | ebsnapd.conf(5)",
                "[keystore]@root = \"credential\"     | handed over none           | LoadCredential",
                "[keystore]@backend = \"pkcs11\"     | name no token              | ebsnapd.conf(5)",
                "[pkcs11]@module = \"/m.so\"         | go together                | ebsnapd.conf(5)",
                "[pkcs11]@token = \"hsm\"            | go together                | ebsnapd.conf(5)",
                "[pkcs11]@module = \"/m.so\"@token = \"hsm\" | handed over none  | ebsnap.pin",
                "[pkcs11]@module = \"/m.so\"@token = \"hsm \" | is not a label   | token",
                "[nbd]@listen = \"localhost:0\"        | HOST:PORT                  | listen",
                "[accounts]@\"12\" = { users = [\"a\"] } | no account of 12 digits | users",
                "[accounts]@\"111122223333\" = \"a\" | no account of 12 digits | users",
                "[accounts]@\"111122223333\" = { user = [\"a\"] } | has no key 'user' | users",
                "[accounts]@\"111122223333\" = { users = \"a\" } | no list of at most | users",
                "[accounts]@\"111122223333\" = { groups = [7] } | something that is no text | users",
                "[accounts]@\"111122223333\" = { fast-restore-gibibytes = -1 } | no number from 0 to | users",
                "[accounts]@\"111122223333\" = { fast-restore-gibibytes = \"9\" } | no number from 0 to | users",
                "[accounts]@\"111122223333\" = { users = [\"a\"] }@\"444455556666\" = { users = [\"a\"] } | 'a' is named twice | users",
                "[accounts]@\"111122223333\" = { devices = [\"/etc/*\"] } | no path below /dev | users",
                "[accounts]@\"111122223333\" = { devices = [\"/dev/../etc/x\"] } | no path below /dev | users",
                "[accounts]@\"111122223333\" = { devices = [\"/dev/*/x\"] } | no path below /dev | users",
                "[account]@id = \"12\"                | 12 digits                  | id",
                "[account]@id = \"1\"@id = \"2\"      | line 3                     | ebsnapd.conf(5)",
                "[account                             | line 1                     | ebsnapd.conf(5)"
            })
    void whatIsWrongIsNamedWithTheWayOut(String content, String message, String hint) {
        assertThatThrownBy(() -> read(content.replace('@', '\n'))).isInstanceOfSatisfying(Failure.Invalid.class, e -> {
            assertThat(e).hasMessageContaining(message);
            assertThat(e.hint().orElse("")).contains(hint);
        });
    }

    @Test
    void environmentVariableIsNamedWhenItIsWrong() {
        assertThatThrownBy(() ->
                        new ConfigReader(Map.of("EBSNAP_LOG_LEVEL", "loud"), 1).read(DaemonArguments.parse(List.of())))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("EBSNAP_LOG_LEVEL");
    }

    @Test
    void aRegionHasPlacesOfItsOwnThatTheFileAndOptionsOutrank() throws IOException {
        EbsnapdConfig first = read("");
        assertThat(first.region()).isEqualTo("local");
        EbsnapdConfig plain = region("archive", "");
        assertThat(plain.region()).isEqualTo("archive");
        assertThat(plain.dataDirectory()).hasToString("/var/lib/ebsnap-archive");
        assertThat(plain.keystore().path()).hasToString("/var/lib/ebsnap-archive/root.key");
        assertThat(plain.volumes().directory()).hasToString("/var/lib/ebsnap-archive/volumes");
        assertThat(plain.socket().path()).hasToString("/run/ebsnap/regions/archive/ebsnapd.sock");
        assertThat(plain.volumes().deviceLinks()).hasToString("/dev/ebsnap/archive");
        assertThat(plain.nbd().socket()).hasToString("/run/ebsnap/regions/archive/nbd.sock");
        assertThat(region("archive", "[store]\ndata-dir = \"/mnt/a\"\n").dataDirectory())
                .hasToString("/mnt/a");
        assertThat(new ConfigReader(Map.of(), 1)
                        .read(DaemonArguments.parse(List.of("--region", "no-such-region", "--socket", "/s")))
                        .socket()
                        .path())
                .hasToString("/s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../etc", "A", "-a", "a b", "a/b"})
    void aRegionsNameIsNoPath(String name) {
        assertThatThrownBy(() -> region(name, ""))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("a region's name");
    }

    @Test
    void theConfigurationOfAnotherRegionIsRefused() {
        assertThatThrownBy(() -> region("archive", "[region]\nname = \"cold\"\n"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("--region is archive");
    }

    private EbsnapdConfig region(String name, String content) throws IOException {
        return new ConfigReader(Map.of(), 7)
                .read(DaemonArguments.parse(
                        List.of("--region", name, "--config", file(content).toString())));
    }

    @Test
    void certificatesAndPreSharedKeysDoNotGoTogether() throws IOException {
        assertThat(read("[nbd]\ntls-psk-file = \"/k\"\n").nbd().preSharedKeys()).contains(Path.of("/k"));
        assertThatThrownBy(() -> read("[nbd]\ntls-psk-file = \"/k\"\ntls-certificate = \"/c\"\ntls-key = \"/p\"\n"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("tls-psk-file");
        assertThatThrownBy(() -> read("[nbd]\ntls-certificate = \"/c\"\n"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("go together");
    }

    @Test
    void aTokenHasItsPinInAFileOrFromSystemd() throws IOException {
        String token = "[keystore]\nbackend = \"pkcs11\"\n[pkcs11]\nmodule = \"/m.so\"\ntoken = \"my hsm\"\n";
        EbsnapdConfig.KeystoreConfig inFile =
                read(token + "pin-file = \"/etc/pin\"\n").keystore();
        assertThat(inFile.backend()).isEqualTo(KeystoreBackend.PKCS11);
        assertThat(inFile.token())
                .contains(new EbsnapdConfig.TokenConfig(Path.of("/m.so"), "my hsm", Path.of("/etc/pin"), false));
        Path file = file(token);
        assertThat(new ConfigReader(Map.of("CREDENTIALS_DIRECTORY", "/run/credentials/ebsnapd.service"), 1)
                        .read(DaemonArguments.parse(List.of("--config", file.toString())))
                        .keystore()
                        .token())
                .contains(new EbsnapdConfig.TokenConfig(
                        Path.of("/m.so"), "my hsm", Path.of("/run/credentials/ebsnapd.service/ebsnap.pin"), true));
    }

    @Test
    void credentialComesFromSystemd() throws IOException {
        Path file = file("[keystore]\nroot = \"credential\"\n");
        EbsnapdConfig config = new ConfigReader(Map.of("CREDENTIALS_DIRECTORY", "/run/cred"), 1)
                .read(DaemonArguments.parse(List.of("--config=" + file)));
        assertThat(config.keystore().path()).hasToString("/run/cred/ebsnap.root");
    }

    @Test
    void aNamedFileThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> new ConfigReader(Map.of(), 1)
                        .read(DaemonArguments.parse(
                                List.of("--config", directory.resolve("none").toString()))))
                .isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void unknownOptionsAndMissingValuesAreRefused() {
        assertThatThrownBy(() -> DaemonArguments.parse(List.of("--fast"))).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> DaemonArguments.parse(List.of("--socket"))).isInstanceOf(Failure.Invalid.class);
        assertThat(DaemonArguments.parse(List.of("--help")).help()).isTrue();
        assertThat(DaemonArguments.parse(List.of("--version")).version()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFilesAreRefusedOrRead(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = "[store]\ndata-dir = \"/a\"\n[snapshot]\nrunning-max = 3\n"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            Path file = Files.write(directory.resolve("conf"), bytes);
            try {
                new ConfigReader(Map.of(), 1).read(DaemonArguments.parse(List.of("--config", file.toString())));
            } catch (Failure.Invalid e) {
                assertThat(e).hasMessageStartingWith(file.toString());
            }
        }
    }

    private EbsnapdConfig read(String content) throws IOException {
        return new ConfigReader(Map.of(), 7)
                .read(DaemonArguments.parse(List.of("--config", file(content).toString())));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("ebsnapd.conf"), content);
    }
}
