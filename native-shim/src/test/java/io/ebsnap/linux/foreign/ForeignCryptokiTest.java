package io.ebsnap.linux.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.linux.Cryptoki;
import io.ebsnap.linux.CryptokiException;
import io.ebsnap.linux.CryptokiKey;
import io.ebsnap.linux.CryptokiSession;
import io.ebsnap.linux.CryptokiToken;
import io.ebsnap.linux.testing.RequiresSoftHsm;
import io.ebsnap.linux.testing.SoftHsm;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PKCS#11 on the module of SoftHSM. */
@RequiresSoftHsm
class ForeignCryptokiTest {

    private static final byte[] ID = {1, 2, 3, 4};
    private static final byte[] SECRET = "thirty-two bytes that are secret".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private SoftHsm hsm;

    @BeforeEach
    void prepare() {
        hsm = SoftHsm.in(directory).inThisProcess().add("one");
    }

    @Test
    void tokensAreToldByTheirLabels() throws CryptokiException {
        hsm.add("another");
        try (Cryptoki module = ForeignCryptoki.load(hsm.module())) {
            assertThat(module.tokens()).extracting(CryptokiToken::label).containsExactlyInAnyOrder("one", "another");
            assertThat(module.tokens()).allSatisfy(token -> {
                assertThat(token.userPin()).isEqualTo(CryptokiToken.UserPin.GOOD);
                assertThat(token.serialNumber()).matches("[0-9a-f]{16}");
            });
        }
    }

    @Test
    void aKeyThatIsMadeIsGuardedAndWraps() throws CryptokiException {
        try (Cryptoki module = ForeignCryptoki.load(hsm.module());
                CryptokiSession session = login(module, SoftHsm.PIN)) {
            assertThat(session.find(ID)).isEmpty();
            session.generateWrappingKey(ID, "for people");
            CryptokiKey key = session.find(ID).getFirst();

            assertThat(key.isGuarded()).isTrue();
            byte[] wrapped = session.wrap(key, SECRET);
            assertThat(wrapped).hasSize(SECRET.length + 8);
            assertThat(new String(wrapped, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
            assertThat(session.unwrap(key, wrapped)).isEqualTo(SECRET);
        }
    }

    @Test
    void aKeyIsThereForTheNextProcessUntilItIsDestroyed() throws CryptokiException {
        byte[] wrapped;
        try (Cryptoki module = ForeignCryptoki.load(hsm.module());
                CryptokiSession session = login(module, SoftHsm.PIN)) {
            session.generateWrappingKey(ID, "one");
            session.generateWrappingKey(new byte[] {9}, "of another id");
            wrapped = session.wrap(session.find(ID).getFirst(), SECRET);
        }
        try (Cryptoki module = ForeignCryptoki.load(hsm.module());
                CryptokiSession session = login(module, SoftHsm.PIN)) {
            CryptokiKey key = session.find(ID).getFirst();
            assertThat(session.unwrap(key, wrapped)).isEqualTo(SECRET);
            session.destroy(key);
            assertThat(session.find(ID)).isEmpty();
            assertThat(session.find(new byte[] {9})).hasSize(1);
        }
        assertThat(hsm.objects()).isEqualTo(1);
    }

    @Test
    void whatPassesThroughATokenStaysNowhere() throws CryptokiException {
        try (Cryptoki module = ForeignCryptoki.load(hsm.module());
                CryptokiSession session = login(module, SoftHsm.PIN)) {
            session.generateWrappingKey(ID, "one");
            CryptokiKey key = session.find(ID).getFirst();
            for (int i = 0; i < 3; i++) {
                assertThat(session.unwrap(key, session.wrap(key, SECRET))).isEqualTo(SECRET);
            }
            assertThat(hsm.objects()).isEqualTo(1);
        }
    }

    @Test
    void anotherKeysBytesDoNotUnwrap() throws CryptokiException {
        try (Cryptoki module = ForeignCryptoki.load(hsm.module());
                CryptokiSession session = login(module, SoftHsm.PIN)) {
            session.generateWrappingKey(ID, "one");
            session.generateWrappingKey(new byte[] {9}, "two");
            CryptokiKey other = session.find(new byte[] {9}).getFirst();
            byte[] wrapped = session.wrap(session.find(ID).getFirst(), SECRET);

            assertThatThrownBy(() -> session.unwrap(other, wrapped)).isInstanceOf(CryptokiException.class);
        }
    }

    @Test
    void aWrongPinIsToldFromOtherErrors() throws CryptokiException {
        try (Cryptoki module = ForeignCryptoki.load(hsm.module())) {
            assertThatThrownBy(() -> login(module, "1234")).isInstanceOfSatisfying(CryptokiException.class, e -> {
                assertThat(e.refusesPin()).isTrue();
                assertThat(e).hasMessage("C_Login: CKR_PIN_INCORRECT (0xa0)");
            });
            try (CryptokiSession session = login(module, SoftHsm.PIN)) {
                assertThat(session.find(ID)).isEmpty();
            }
        }
    }

    @Test
    void aSessionOfATokenThatWasPulledFails() throws CryptokiException {
        try (Cryptoki module = ForeignCryptoki.load(hsm.module());
                CryptokiSession session = login(module, SoftHsm.PIN)) {
            session.generateWrappingKey(ID, "one");
            CryptokiKey key = session.find(ID).getFirst();
            hsm.pull();

            assertThatThrownBy(() -> session.wrap(key, SECRET))
                    .isInstanceOfSatisfying(
                            CryptokiException.class,
                            e -> assertThat(e.refusesPin()).isFalse());
        }
    }

    /** The table is read by offsets: each leads to the function of that name, which SoftHSM happens to export. */
    @Test
    void everyFunctionIsWhereTheTableHasIt() throws CryptokiException {
        for (CryptokiFunction function : CryptokiFunction.values()) {
            assertThat(FunctionTable.table(hsm.module()).get(ValueLayout.ADDRESS, function.offset()))
                    .as(function.symbol())
                    .isEqualTo(FunctionTable.symbol(hsm.module(), function.symbol()));
        }
    }

    @Test
    void whatIsNoModuleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ForeignCryptoki.load(directory.resolve("none.so")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ForeignCryptoki.load(Path.of(System.getProperty("java.home"), "lib", "libzip.so")))
                .withMessageContaining("C_GetFunctionList");
    }

    private static CryptokiSession login(Cryptoki module, String pin) throws CryptokiException {
        CryptokiToken token = module.tokens().stream()
                .filter(each -> each.label().equals("one"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = pin.getBytes(StandardCharsets.UTF_8);
        try {
            return module.login(token, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
