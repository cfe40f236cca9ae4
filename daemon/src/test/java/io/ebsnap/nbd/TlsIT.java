package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS with real certificates and a real client. */
@Timeout(120)
@Requires(command = {"openssl", "nbdcopy", "nbdinfo"})
class TlsIT {

    private static final int SIZE = 24 << 20;

    @TempDir
    Path directory;

    private final byte[] content = new byte[SIZE];
    private Certificates certificates;
    private final SomeExports exports = new SomeExports();

    @BeforeEach
    void makeCertificates() throws IOException {
        new Random(1).nextBytes(content);
        exports.with("disk", new MemoryDataPlane("disk", content.clone(), false));
        exports.with(
                "guarded",
                new MemoryDataPlane("guarded", SIZE),
                new ExportAccess(false, new ExportAccess.Only(Set.of(), Set.of("backup client"), Set.of())));
        certificates = Certificates.in(directory);
    }

    private TlsIdentity identity(boolean clients) {
        return certificates.identity(clients);
    }

    private String uri(String scheme, NbdServer server, String export) {
        int port = ((InetSocketAddress) server.boundTo().getFirst()).getPort();
        return scheme + "://localhost:" + port + "/" + export + "?tls-certificates=" + directory;
    }

    @Test
    void dataComesAndGoesEncryptedOverSeveralConnections() throws IOException {
        try (NbdServer server = ServedNbd.tcp(exports, Optional.of(identity(false)))) {
            Path out = directory.resolve("out");
            Commands.run("nbdcopy", "--connections=4", uri("nbds", server, "disk"), out.toString());
            assertThat(Files.readAllBytes(out)).isEqualTo(content);
            content[5] ^= 1;
            Files.write(out, content);
            Commands.run("nbdcopy", "--connections=4", out.toString(), uri("nbds", server, "disk"));
            Commands.run(
                    "nbdcopy",
                    uri("nbds", server, "disk"),
                    directory.resolve("again").toString());
            assertThat(Files.readAllBytes(directory.resolve("again"))).isEqualTo(content);
        }
    }

    @Test
    void withoutTlsNothingIsAnswered() throws IOException {
        try (NbdServer server = ServedNbd.tcp(exports, Optional.of(identity(false)));
                NbdClient client =
                        NbdClient.greeted(SocketChannel.open(server.boundTo().getFirst()))) {
            assertThat(client.go("disk").getLast().type()).isEqualTo(Protocol.REP_ERR_TLS_REQD);
            assertThat(client.option(Protocol.OPT_LIST, new byte[0]).getLast().type())
                    .isEqualTo(Protocol.REP_ERR_TLS_REQD);
            assertThat(Commands.attempt("nbdinfo", uri("nbd", server, "disk")).status())
                    .isNotZero();
        }
    }

    @Test
    void clientsAreKnownByTheirCertificatesNames() {
        try (NbdServer server = ServedNbd.tcp(exports, Optional.of(identity(true)))) {
            assertThat(Commands.run("nbdinfo", uri("nbds", server, "guarded"))).contains("export-size: " + SIZE);
        }
        try (NbdServer server = ServedNbd.tcp(exports, Optional.of(identity(false)))) {
            assertThat(Commands.attempt("nbdinfo", uri("nbds", server, "guarded"))
                            .status())
                    .isNotZero();
        }
    }

    @Test
    void aClientOfAnotherAuthorityIsNotLetIn() throws IOException {
        Path strangers = Files.createDirectory(directory.resolve("strangers"));
        Files.copy(directory.resolve("ca-cert.pem"), strangers.resolve("ca-cert.pem"));
        Commands.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=backup client",
                "-keyout",
                strangers.resolve("client-key.pem").toString(),
                "-out",
                strangers.resolve("client-cert.pem").toString());
        try (NbdServer server = ServedNbd.tcp(exports, Optional.of(identity(true)))) {
            String uri = uri("nbds", server, "disk").replace(directory.toString(), strangers.toString());
            assertThat(Commands.attempt("nbdinfo", uri).status()).isNotZero();
            assertThat(Commands.run("nbdinfo", uri("nbds", server, "disk"))).contains("with TLS");
        }
    }

    @Test
    void filesThatAreNotWhatTheyShouldBeAreToldSo() throws IOException {
        Files.setPosixFilePermissions(
                directory.resolve("server-key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> identity(false))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("everybody may read");
        Files.writeString(directory.resolve("server-key.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(
                directory.resolve("server-key.pem"), PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> identity(false))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("PKCS #8");
        Files.delete(directory.resolve("server-cert.pem"));
        assertThatThrownBy(() -> identity(false)).isInstanceOf(Failure.Unavailable.class);
    }
}
