package io.ebsnap.kms.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.kms.TokenPin;
import io.ebsnap.linux.Cryptoki;
import io.ebsnap.linux.CryptokiException;
import io.ebsnap.linux.CryptokiKey;
import io.ebsnap.linux.CryptokiSession;
import io.ebsnap.linux.CryptokiToken;
import io.ebsnap.linux.CryptokiToken.UserPin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a session is kept, and the PIN spared, on a module that can be told what to answer. */
class TokenTest {

    private static final long SESSION_HANDLE_INVALID = 0xB3;
    private static final long DEVICE_ERROR = 0x30;

    @TempDir
    Path directory;

    private final FakeModule module = new FakeModule();
    private Token token;

    @BeforeEach
    void prepare() throws IOException {
        Path pin = Files.writeString(directory.resolve("pin"), "1234\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        token = new Token("hsm", module::load, TokenPin.file(pin));
    }

    @Test
    void oneSessionServesAll() throws CryptokiException {
        assertThat(token.<String>use(session -> "a")).isEqualTo("a");
        assertThat(token.<String>use(session -> "b")).isEqualTo("b");

        assertThat(module.pins).containsExactly("1234");
        assertThat(module.loads).isEqualTo(1);
    }

    /** All codes that tell of the PIN itself. */
    @ParameterizedTest
    @ValueSource(longs = {0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0x102})
    void aPinThatWasRefusedIsNeverTriedAgain(long code) {
        module.loginFails = code;

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> token.use(session -> "a"))
                    .isInstanceOf(Failure.Denied.class)
                    .hasMessageContaining("PKCS#11 token 'hsm' refused the PIN in " + directory.resolve("pin"))
                    .hasMessageContaining("C_Login: CKR_");
        }
        module.loginFails = 0;
        assertThatThrownBy(() -> token.use(session -> "a")).isInstanceOf(Failure.Denied.class);
        assertThat(module.pins).hasSize(1);
        assertThat(module.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = UserPin.class,
            names = {"UNSET", "FINAL_TRY", "LOCKED"})
    void noPinIsTriedThatCouldLockTheToken(UserPin state) throws CryptokiException {
        module.userPin = state;
        assertThatThrownBy(() -> token.use(session -> "a")).isInstanceOf(Failure.Denied.class);
        assertThat(module.pins).isEmpty();

        module.userPin = UserPin.GOOD;
        assertThat(token.<String>use(session -> "a")).isEqualTo("a");
    }

    @Test
    void aLoginThatFailsOtherwiseIsTriedByTheNextWhoComes() throws CryptokiException {
        module.loginFails = DEVICE_ERROR;
        assertThatThrownBy(() -> token.use(session -> "a"))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("CKR_DEVICE_ERROR (0x30)");
        assertThat(module.closed).isEqualTo(1);

        module.loginFails = 0;
        assertThat(token.<String>use(session -> "a")).isEqualTo("a");
    }

    @Test
    void aSessionThatWasLostIsOpenedAnewOnce() throws CryptokiException {
        token.use(session -> "a");
        List<CryptokiSession> seen = new ArrayList<>();
        String result = token.use(session -> {
            seen.add(session);
            if (seen.size() == 1) {
                throw new CryptokiException("C_WrapKey", SESSION_HANDLE_INVALID);
            }
            return "b";
        });

        assertThat(result).isEqualTo("b");
        assertThat(seen).hasSize(2).doesNotHaveDuplicates();
        assertThat(module.loads).isEqualTo(2);
        assertThat(module.closed).isEqualTo(1);
    }

    @Test
    void whatFailsInANewSessionTooIsAnError() throws CryptokiException {
        token.use(session -> "a");
        int[] attempts = {0};

        assertThatThrownBy(() -> token.use(session -> {
                    attempts[0]++;
                    throw new CryptokiException("C_WrapKey", DEVICE_ERROR);
                }))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessage("PKCS#11 token 'hsm' failed: C_WrapKey: CKR_DEVICE_ERROR (0x30)");
        assertThat(attempts[0]).isEqualTo(2);
        assertThat(module.closed).isEqualTo(module.loads);
    }

    @Test
    void aModuleThatCannotBeLoadedIsTriedAgainByTheNextWhoComes() throws CryptokiException {
        module.loadFails = true;
        assertThatThrownBy(() -> token.use(session -> "a"))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("the PKCS#11 module of token 'hsm' cannot be loaded: no such file");
        module.loadFails = false;

        assertThat(token.<String>use(session -> "a")).isEqualTo("a");
    }

    @Test
    void aTokenThatWasClosedIsNotOpenedAgain() throws CryptokiException {
        token.use(session -> "a");
        token.close();
        token.close();

        assertThat(module.closed).isEqualTo(1);
        assertThatThrownBy(() -> token.use(session -> "a")).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void anEmptyPinIsNotTried() throws IOException {
        Files.writeString(directory.resolve("pin"), "\n");

        assertThatThrownBy(() -> token.use(session -> "a"))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("is empty");
        assertThat(module.pins).isEmpty();
    }

    @Test
    void aPinFileThatIsNotThereYetIsWaitedFor() throws Exception {
        Files.delete(directory.resolve("pin"));
        assertThatThrownBy(() -> token.use(session -> "a"))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("is not there");
        prepare();

        assertThat(token.<String>use(session -> "a")).isEqualTo("a");
    }

    /** A module with one token. */
    private static final class FakeModule {
        private final List<String> pins = new ArrayList<>();
        private int loads;
        private int closed;
        private long loginFails;
        private boolean loadFails;
        private UserPin userPin = UserPin.GOOD;

        Cryptoki load() {
            if (loadFails) {
                throw new IllegalArgumentException("no such file");
            }
            loads++;
            return new Cryptoki() {
                @Override
                public List<CryptokiToken> tokens() {
                    return List.of(new CryptokiToken(7, "hsm", "0001", userPin));
                }

                @Override
                public CryptokiSession login(CryptokiToken which, byte[] pin) throws CryptokiException {
                    pins.add(new String(pin, StandardCharsets.UTF_8));
                    if (loginFails != 0) {
                        throw new CryptokiException("C_Login", loginFails);
                    }
                    return new FakeSession();
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }
    }

    /** A session that nothing is asked of. */
    private static final class FakeSession implements CryptokiSession {

        @Override
        public void generateWrappingKey(byte[] id, String label) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<CryptokiKey> find(byte[] id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] wrap(CryptokiKey key, byte[] secret) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] unwrap(CryptokiKey key, byte[] wrapped) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void destroy(CryptokiKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // Nothing to give back.
        }
    }
}
