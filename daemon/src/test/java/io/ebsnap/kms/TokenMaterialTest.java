package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;
import io.ebsnap.kms.token.Token;
import io.ebsnap.kms.token.TokenMaterial;
import io.ebsnap.linux.testing.RequiresSoftHsm;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a token of SoftHSM. */
@RequiresSoftHsm
class TokenMaterialTest extends KeyMaterialContract {

    private static final KeyId KEY = new KeyId(new UUID(1, 2));

    @TempDir
    Path directory;

    private TokenFixture fixture;
    private Token token;

    @BeforeEach
    void open() {
        fixture = new TokenFixture(directory);
        token = fixture.open();
    }

    @AfterEach
    void close() {
        token.close();
    }

    @Override
    KeyMaterial material() {
        return new TokenMaterial(token, CrashPoints.NONE);
    }

    @Test
    void whatACutCallHasMadeIsTaken() {
        KeystoreContent.Version version = made(KEY, 1);
        byte[] wrapped = wrapped(KEY, version);

        assertUnwraps(KEY, made(KEY, 1), wrapped);
        assertThat(fixture.hsm().objects()).isEqualTo(1);
    }

    @Test
    void theNextDaemonHasIt() {
        KeystoreContent.Version version = made(KEY, 1);
        byte[] wrapped = wrapped(KEY, version);
        token.close();
        token = fixture.open();

        assertUnwraps(KEY, version, wrapped);
    }

    @Test
    void whatIsDestroyedIsGoneForGood() {
        KeystoreContent.Version version = made(KEY, 1);
        byte[] wrapped = wrapped(KEY, version);
        material().destroy(KEY, 1);

        assertThat(fixture.hsm().objects()).isZero();
        assertThatThrownBy(() -> material().unwrap(KEY, version, wrapped))
                .isInstanceOf(Failure.NotFound.class)
                .hasMessageContaining("has no material of KMS key " + KEY + ", version 1");
    }

    @Test
    void aTokenThatWasPulledIsUsedAgainWhenItIsBack() {
        KeystoreContent.Version version = made(KEY, 1);
        byte[] wrapped = wrapped(KEY, version);
        fixture.hsm().pull();
        assertThatThrownBy(() -> material().require(KEY, version)).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> material().destroy(KEY, 1)).isInstanceOf(Failure.Unavailable.class);
        assertThatThrownBy(() -> material().unwrap(KEY, version, wrapped))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("PKCS#11 token 'ebsnap' is not there");
        assertThatThrownBy(() -> made(KEY, 2)).isInstanceOf(Failure.Unavailable.class);
        fixture.hsm().putBack();

        assertUnwraps(KEY, version, wrapped);
    }

    @Test
    void anotherTokenIsNotTakenForIt() {
        KeystoreContent.Version version = made(KEY, 1);
        byte[] wrapped = wrapped(KEY, version);
        fixture.hsm().pull();
        fixture.hsm().add("another");

        assertThatThrownBy(() -> material().unwrap(KEY, version, wrapped))
                .isInstanceOf(Failure.Unavailable.class)
                .hasMessageContaining("the module sees 'another'");
    }

    @Test
    void twoTokensOfOneLabelAreRefused() {
        KeystoreContent.Version version = made(KEY, 1);
        token.close();
        token = fixture.open();
        fixture.hsm().add(TokenFixture.LABEL);

        assertThatThrownBy(() -> material().require(KEY, version))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("there are 2 PKCS#11 tokens 'ebsnap'");
    }

    @Test
    void anEmptyTokenOfTheSameLabelHasNotTheMaterial() {
        KeystoreContent.Version version = made(KEY, 1);
        byte[] wrapped = wrapped(KEY, version);
        fixture.hsm().pull();
        fixture.hsm().add(TokenFixture.LABEL);

        assertThatThrownBy(() -> material().unwrap(KEY, version, wrapped))
                .isInstanceOf(Failure.NotFound.class)
                .hasMessageContaining("has no material of KMS key");
    }

    @Test
    void aPinFileThatOthersMayReadIsRefused() throws Exception {
        KeystoreContent.Version version = made(KEY, 1);
        token.close();
        token = fixture.open();
        fixture.letOthersReadThePin();

        assertThatThrownBy(() -> material().require(KEY, version))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("others than its owner may use it");
    }
}
