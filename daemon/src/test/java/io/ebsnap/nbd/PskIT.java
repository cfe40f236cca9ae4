package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS with pre-shared keys and real clients. */
@Timeout(180)
@Requires(command = {"psktool", "nbdcopy", "nbdinfo", "qemu-img", "openssl"})
class PskIT {

    private static final int SIZE = 24 << 20;

    @TempDir
    Path directory;

    private final byte[] content = new byte[SIZE];
    private final SomeExports exports = new SomeExports();
    private NbdServer server;

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(content);
        exports.with("disk", new MemoryDataPlane("disk", content.clone(), false));
        exports.with(
                "guarded",
                new MemoryDataPlane("guarded", SIZE),
                new ExportAccess(false, new ExportAccess.Only(Set.of(), Set.of(), Set.of("backup"))));
        Path keys = directory.resolve("keys.psk");
        for (String user : List.of("alice", "backup")) {
            Commands.run("psktool", "-u", user, "-p", keys.toString());
        }
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = ServedNbd.start(
                List.of(new ListenAddress.Tcp(address, Optional.of(read(keys)), false)),
                exports,
                ServedNbd.impatient(Duration.ofSeconds(20), Duration.ofSeconds(20)));
    }

    @AfterEach
    void end() {
        server.close();
        assertThat(exports.open()).isZero();
    }

    private static PreSharedKeys read(Path file) {
        return PreSharedKeys.read(file, new SecureRandom());
    }

    private int port() {
        return ((InetSocketAddress) server.boundTo().getFirst()).getPort();
    }

    private String uri(String user, String export) {
        return "nbds://" + user + "@localhost:" + port() + "/" + export + "?tls-psk-file="
                + directory.resolve("keys.psk");
    }

    @Test
    void dataComesAndGoesEncryptedOverSeveralConnections() throws IOException {
        Path out = directory.resolve("out");
        Commands.run("nbdcopy", "--connections=4", "--threads=4", uri("alice", "disk"), out.toString());
        assertThat(Files.mismatch(out, Files.write(directory.resolve("expected"), content)))
                .isEqualTo(-1);
        content[5] ^= 1;
        Files.write(out, content);
        Commands.run("nbdcopy", "--connections=4", "--threads=4", out.toString(), uri("backup", "disk"));
        assertThat(Commands.run("nbdinfo", uri("alice", "disk"))).contains("with TLS");
        Path again = directory.resolve("again");
        Commands.run("nbdcopy", uri("alice", "disk"), again.toString());
        assertThat(Files.mismatch(again, out)).isEqualTo(-1);
    }

    @Test
    void usersAreKnownByTheirKeys() {
        assertThat(Commands.run("nbdinfo", uri("backup", "guarded"))).contains("export-size: " + SIZE);
        assertThat(Commands.attempt("nbdinfo", uri("alice", "guarded")).output())
                .contains("with TLS")
                .contains("server replied with error");
        assertThat(Commands.run("nbdinfo", "--list", uri("alice", ""))).doesNotContain("guarded");
    }

    @Test
    void wrongKeysUnknownUsersAndClientsWithoutKeysAreNotLetIn() throws IOException {
        Path wrong = directory.resolve("wrong.psk");
        for (String user : List.of("alice", "mallory")) {
            Commands.run("psktool", "-u", user, "-p", wrong.toString());
            String uri = uri(user, "disk").replace("keys.psk", "wrong.psk");
            assertThat(Commands.attempt("nbdinfo", uri).status()).isNotZero();
        }
        String open = "nbd://localhost:" + port() + "/disk";
        assertThat(Commands.attempt("nbdinfo", open).status()).isNotZero();
        assertThat(Commands.attempt("nbdinfo", open.replace("nbd:", "nbds:")).status())
                .isNotZero();
        assertThat(Commands.run("nbdinfo", uri("alice", "disk"))).contains("with TLS");
    }

    @Test
    void qemuComesWithItsOwnCredentials() throws IOException {
        Path credentials = Files.createDirectory(directory.resolve("qemu"));
        Files.copy(directory.resolve("keys.psk"), credentials.resolve("keys.psk"));
        for (String user : List.of("alice", "mallory")) {
            Commands.Result result = Commands.attempt(
                    "qemu-img",
                    "info",
                    "--object",
                    "tls-creds-psk,id=tls0,endpoint=client,username=" + user + ",dir=" + credentials,
                    "--image-opts",
                    "driver=nbd,host=localhost,port=" + port() + ",export=disk,tls-creds=tls0");
            assertThat(result.status() == 0).as(result.output()).isEqualTo(user.equals("alice"));
        }
    }

    private String keyOfAlice() throws IOException {
        String line = Files.readAllLines(directory.resolve("keys.psk")).getFirst();
        return line.substring(line.indexOf(':') + 1);
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2,DHE-PSK-AES128-GCM-SHA256", "-tls1_2,DHE-PSK-AES256-GCM-SHA384", "-tls1_3,PSK"})
    void anotherKindOfClientComesInWithTls12And13(String version, String cipher) throws IOException {
        String key = keyOfAlice();
        assertThat(handshake("alice", key, version, cipher)).contains("CONNECTION ESTABLISHED");
        assertThat(handshake("mallory", key, version, cipher)).doesNotContain("CONNECTION ESTABLISHED");
        String wrong = key.substring(2) + "00";
        assertThat(handshake("alice", wrong, version, cipher)).doesNotContain("CONNECTION ESTABLISHED");
    }

    /** Without Diffie-Hellman, who learns the key later could read everything. */
    @Test
    void aKeyAloneIsNotEnoughForASecret() throws IOException {
        String key = keyOfAlice();
        assertThat(handshake("alice", key, "-tls1_2", "PSK-AES128-GCM-SHA256"))
                .doesNotContain("CONNECTION ESTABLISHED");
    }

    /** By a client that knows no NBD: somebody in between says what comes before TLS. */
    private String handshake(String user, String key, String version, String cipher) throws IOException {
        try (Starttls relay = Starttls.to(server.boundTo().getFirst())) {
            return Commands.attempt(
                            "timeout",
                            "30",
                            "openssl",
                            "s_client",
                            "-brief",
                            version,
                            "-cipher",
                            cipher,
                            "-psk_identity",
                            user,
                            "-psk",
                            key,
                            "-connect",
                            "localhost:" + relay.port())
                    .output();
        }
    }

    @Test
    void recordsThatAreNoneEndTheConnection() throws IOException {
        for (byte[] nonsense : List.of(new byte[] {22, 3, 3, -1, -1, 0}, new byte[600], filledWithRecords())) {
            try (SocketChannel channel = SocketChannel.open(server.boundTo().getFirst())) {
                NbdClient greeted = NbdClient.greeted(channel);
                greeted.option(Protocol.OPT_STARTTLS, new byte[0]);
                channel.write(ByteBuffer.wrap(nonsense));
                ByteBuffer answer = ByteBuffer.allocate(1000);
                int count = 0;
                while (count >= 0) {
                    count = readOrEnd(channel, answer.clear());
                }
            }
        }
        assertThat(Commands.run("nbdinfo", uri("alice", "disk"))).contains("with TLS");
    }

    private static int readOrEnd(SocketChannel channel, ByteBuffer target) {
        try {
            return channel.read(target);
        } catch (IOException e) {
            return -1;
        }
    }

    private static byte[] filledWithRecords() {
        ByteBuffer records = ByteBuffer.allocate(100 * 6);
        while (records.hasRemaining()) {
            records.put(new byte[] {22, 3, 3, 0, 1, 1});
        }
        return records.array();
    }

    static Stream<String> badFiles() {
        String key = "00112233445566778899aabbccddeeff";
        return Stream.of(
                "",
                "\n",
                "alice",
                ":" + key,
                "alice:",
                "alice:0011",
                "alice:" + key.replace('0', 'x'),
                "alice:" + key + "0",
                "alice:" + key + "\nalice:" + key,
                "#616c:" + key,
                "a\tb:" + key,
                "a".repeat(257) + ":" + key,
                "alice:" + key.repeat(33));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void filesThatAreNoKeysAreRefusedAndNotQuoted(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("bad.psk"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("bad.psk")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("2233");
    }

    @Test
    void keysThatOthersMayReadAreRefused() throws IOException {
        Path file = directory.resolve("keys.psk");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> read(file)).isInstanceOf(Failure.Invalid.class).hasMessageContaining("everybody");
        Files.delete(file);
        assertThatThrownBy(() -> read(file)).isInstanceOf(Failure.Unavailable.class);
        assertThat(Arrays.asList(read(keyFile("rw-r-----")).keyOf("a"))).hasSize(1);
    }

    private Path keyFile(String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("own.psk"), "a:00112233445566778899AABBCCDDEEFF\n\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
