package io.ebsnap.nbd;

import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** An authority and what it has signed, in the names that libnbd looks for. Made by openssl. */
record Certificates(Path directory) {

    /** Makes all of them. */
    static Certificates in(Path directory) throws IOException {
        Certificates made = new Certificates(directory);
        made.authority();
        made.certificate("server", "/CN=localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1");
        made.certificate("client", "/CN=backup client", "subjectAltName=DNS:backup.example");
        return made;
    }

    /** The server's, which asks clients for certificates or not. */
    TlsIdentity identity(boolean clients) {
        return TlsIdentity.read(new TlsIdentity.Pem(
                directory.resolve("server-cert.pem"),
                directory.resolve("server-key.pem"),
                clients ? Optional.of(directory.resolve("ca-cert.pem")) : Optional.empty()));
    }

    private void authority() {
        Commands.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=test authority",
                "-keyout",
                file("ca-key.pem"),
                "-out",
                file("ca-cert.pem"));
    }

    private void certificate(String name, String subject, String extension) throws IOException {
        Path extensions = Files.writeString(directory.resolve(name + ".ext"), extension);
        Commands.run(
                "openssl",
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                subject,
                "-keyout",
                file(name + "-key.pem"),
                "-out",
                file(name + ".csr"));
        Commands.run(
                "openssl",
                "x509",
                "-req",
                "-days",
                "30",
                "-in",
                file(name + ".csr"),
                "-CA",
                file("ca-cert.pem"),
                "-CAkey",
                file("ca-key.pem"),
                "-CAcreateserial",
                "-extfile",
                extensions.toString(),
                "-out",
                file(name + "-cert.pem"));
        Files.setPosixFilePermissions(
                directory.resolve(name + "-key.pem"), PosixFilePermissions.fromString("rw-------"));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }
}
