package io.ebsnap.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AesInstructionsTest {

    @TempDir
    Path directory = Path.of("");

    private boolean in(String cpuinfo) throws IOException {
        return AesInstructions.areThere(Files.writeString(directory.resolve("cpuinfo"), cpuinfo));
    }

    @Test
    void areFoundAmongTheFlagsOfEitherArchitecture() throws IOException {
        assertThat(in("processor\t: 0\nflags\t\t: fpu sse2 aes avx\n")).isTrue();
        assertThat(in("processor\t: 0\nFeatures\t: fp asimd aes pmull\n")).isTrue();
    }

    @Test
    void areNotTakenFromOtherWords() throws IOException {
        assertThat(in("model name\t: aes\nflags\t\t: fpu vaes aesni\n")).isFalse();
        assertThat(AesInstructions.areThere(directory.resolve("nothing"))).isFalse();
    }
}
