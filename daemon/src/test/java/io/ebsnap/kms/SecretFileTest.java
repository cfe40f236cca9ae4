package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.crypto.DestroyableSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a file is the secret: a keystore that was sealed under all lines cannot be opened with the first one. */
class SecretFileTest {

    @TempDir
    private Path folder;

    @Test
    void theTextIsAllLinesWithoutTheEndsBehindThem() throws IOException {
        assertThat(text(file("first\nsecond\r\n\n").readText())).isEqualTo("first\nsecond");
        assertThat(text(file("alone").readText())).isEqualTo("alone");
    }

    @Test
    void theFirstLineEndsWithAnyEndOfLine() throws IOException {
        assertThat(text(file("first\nsecond\n").readFirstLine())).isEqualTo("first");
        assertThat(text(file("first\r\nsecond").readFirstLine())).isEqualTo("first");
        assertThat(text(file("alone").readFirstLine())).isEqualTo("alone");
    }

    private SecretFile file(String content) throws IOException {
        Path path = Files.writeString(folder.resolve("secret"), content);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return SecretFile.ownerOnly(path);
    }

    private static String text(DestroyableSecret secret) {
        try (secret) {
            return secret.reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
