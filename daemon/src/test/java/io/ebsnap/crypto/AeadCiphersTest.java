package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class AeadCiphersTest {

    private final AeadCipher sunJce = AeadCiphers.sunJce();

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "its native library is for x86_64 Linux")
    void prefersTheNativeCipher() {
        assertThat(AeadCiphers.fastest().name()).startsWith("AmazonCorrettoCryptoProvider");
    }

    @Test
    void passesOverACipherWhoseLibraryIsOfAnotherMachine() {
        Supplier<AeadCipher> wrongArchitecture = () -> {
            throw new UnsatisfiedLinkError("wrong ELF class");
        };
        Supplier<AeadCipher> halfInstalled = () -> {
            throw new NoClassDefFoundError("gone");
        };

        AeadCipher chosen = AeadCiphers.firstTrustworthy(List.of(wrongArchitecture, halfInstalled, () -> sunJce));

        assertThat(chosen).isSameAs(sunJce);
    }

    @Test
    void passesOverACipherThatComputesSomethingElse() {
        assertThat(AeadCiphers.firstTrustworthy(List.of(() -> new WrongCiphertext(sunJce), () -> sunJce)))
                .isSameAs(sunJce);
    }

    @Test
    void passesOverACipherThatOpensWhatWasAltered() {
        assertThat(AeadCiphers.firstTrustworthy(List.of(() -> new Credulous(sunJce), () -> sunJce)))
                .isSameAs(sunJce);
    }

    @Test
    void failsWhenNoneCanBeTrusted() {
        assertThatThrownBy(() -> AeadCiphers.firstTrustworthy(List.of(() -> new WrongCiphertext(sunJce))))
                .isInstanceOf(Failure.Internal.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    }

    @Test
    void loadsInTheThreadThatItIsGiven() {
        Queue<Runnable> background = new ArrayDeque<>();

        AeadCipher loading = AeadCiphers.loadedBy(background::add);
        assertThat(background).hasSize(1);
        background.remove().run();

        AeadSelfTest.requireRight(loading);
        assertThat(loading.name()).isEqualTo(AeadCiphers.fastest().name());
    }

    /** Flips a bit of all it seals, and undoes that before opening. */
    private record WrongCiphertext(AeadCipher right) implements AeadCipher {
        @Override
        public String name() {
            return "wrong ciphertext";
        }

        @Override
        public int seal(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice plaintext, ArraySlice target) {
            int written = right.seal(key, nonce, associated, plaintext, target);
            target.array()[target.offset()] ^= 1;
            return written;
        }

        @Override
        public int open(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice sealed, ArraySlice target) {
            byte[] copy = Arrays.copyOfRange(sealed.array(), sealed.offset(), sealed.offset() + sealed.length());
            copy[0] ^= 1;
            return right.open(key, nonce, associated, ArraySlice.of(copy), target);
        }
    }

    /** Does not look at the tag. */
    private record Credulous(AeadCipher right) implements AeadCipher {
        @Override
        public String name() {
            return "credulous";
        }

        @Override
        public int seal(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice plaintext, ArraySlice target) {
            return right.seal(key, nonce, associated, plaintext, target);
        }

        @Override
        public int open(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice sealed, ArraySlice target) {
            try {
                return right.open(key, nonce, associated, sealed, target);
            } catch (Failure.Corrupt ignored) {
                return target.length();
            }
        }
    }
}
