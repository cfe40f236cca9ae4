package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.flight.CrashPoints;
import io.ebsnap.kms.token.Token;
import io.ebsnap.kms.token.TokenMaterial;
import io.ebsnap.linux.testing.RequiresSoftHsm;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With material in a PKCS#11 token, which it never leaves. */
@RequiresSoftHsm
class TokenCryptographicOperationsTest extends CryptographicOperationsContract {

    private @Nullable TokenFixture fixture;
    private @Nullable Token token;

    @Override
    KeyHouse house() {
        fixture = new TokenFixture(directory);
        return new KeyHouse(directory, this::materials);
    }

    /** As of a daemon that has just started. */
    private KeyMaterials materials() {
        closeToken();
        Token opened = Objects.requireNonNull(fixture).open();
        token = opened;
        return new KeyMaterials(Optional.of(new TokenMaterial(opened, CrashPoints.NONE)), KeyOrigin.AWS_CLOUDHSM);
    }

    @AfterEach
    void closeToken() {
        if (token != null) {
            token.close();
        }
    }

    @Test
    void theMaterialIsInTheToken() {
        assertThat(house.keystore.resolve("alias/mine").token()).isEqualTo(TokenFixture.LABEL);
    }
}
