package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.failure.KeyRefusal;
import io.ebsnap.format.KeystoreContent;
import java.util.Optional;

/**
 * The places where the material of keys may be.
 *
 * @param token the one that is configured, which stays the caller's to close; empty for none
 * @param usual where that of keys is made for which nothing else is said
 */
public record KeyMaterials(Optional<KeyMaterial> token, KeyOrigin usual) {

    /** Everything in the keystore file. */
    public static final KeyMaterials LOCAL = new KeyMaterials(Optional.empty(), KeyOrigin.AWS_KMS);

    /**
     * The token that has the material of a version.
     *
     * @throws Failure.Denied if another token is configured, or none
     */
    KeyMaterial tokenOf(KeystoreContent.Version version) {
        return tokenOf(String.valueOf(version.token()));
    }

    /**
     * The token of a label.
     *
     * @throws Failure.Denied if another token is configured, or none
     */
    KeyMaterial tokenOf(String label) {
        return token.filter(configured -> configured.token().equals(label))
                .orElseThrow(() -> new Failure.Denied(
                        KeyRefusal.UNAVAILABLE,
                        "the key's material is in PKCS#11 token '" + label + "', and "
                                + token.map(other -> "'" + other.token() + "' is configured")
                                        .orElse("none is configured"),
                        "name that token in section [pkcs11] of ebsnapd.conf, and restart ebsnapd"));
    }

    /**
     * The token that keys are made in.
     *
     * @throws Failure.Invalid if none is configured
     */
    KeyMaterial requireToken() {
        return token.orElseThrow(() -> new Failure.Invalid(
                "no PKCS#11 token is configured that a key could be made in",
                "see section [pkcs11] of ebsnapd.conf(5)"));
    }
}
