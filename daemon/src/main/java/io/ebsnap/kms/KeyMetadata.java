package io.ebsnap.kms;

import io.ebsnap.format.GivenKeyPolicy;
import io.ebsnap.format.KeyGrant;
import io.ebsnap.format.KeyRotation;
import io.ebsnap.format.KeyState;
import io.ebsnap.format.KeyTag;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.RotationType;
import io.ebsnap.identity.KeyId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a KMS key: everything but its material.
 *
 * @param id its name
 * @param accountId 12-digit owner; empty for the account of the daemon
 * @param description what it is for
 * @param keyState whether it may be used
 * @param created when
 * @param deletionDate when it will be deleted; null unless that is pending
 * @param aliases such as {@code alias/aws/ebs}
 * @param tags in the order given
 * @param rotation when it gets new material by itself
 * @param grants who else may use it
 * @param versions at least one; the last one is current
 * @param givenPolicy what was given of its policy; null for KMS's default
 */
public record KeyMetadata(
        KeyId id,
        String accountId,
        String description,
        KeyState keyState,
        Instant created,
        @Nullable Instant deletionDate,
        List<String> aliases,
        List<KeyTag> tags,
        KeyRotation rotation,
        List<KeyGrant> grants,
        List<Version> versions,
        @Nullable GivenKeyPolicy givenPolicy) {

    public KeyMetadata {
        aliases = List.copyOf(aliases);
        tags = List.copyOf(tags);
        grants = List.copyOf(grants);
        versions = List.copyOf(versions);
    }

    /**
     * A version of a key.
     *
     * @param number counted from 1
     * @param created when
     * @param rotationType how it came to be
     * @param exported whether a recovery file has it
     * @param token label of the PKCS#11 token that has its material; empty if the keystore file has it
     */
    public record Version(int number, Instant created, RotationType rotationType, boolean exported, String token) {}

    static KeyMetadata of(KeystoreContent.Key key) {
        return new KeyMetadata(
                new KeyId(key.keyId()),
                key.accountId(),
                key.description(),
                key.keyState(),
                key.creationDate(),
                key.deletionDate(),
                key.aliases(),
                key.tags(),
                key.rotation(),
                key.grants(),
                key.versions().stream()
                        .map(version -> new Version(
                                version.version(),
                                version.creationDate(),
                                version.rotationType(),
                                version.exported(),
                                Objects.requireNonNullElse(version.token(), "")))
                        .toList(),
                key.givenPolicy());
    }

    /** The number of the newest version. */
    public int currentVersion() {
        return versions.getLast().number();
    }

    /** The label of the PKCS#11 token that has its newest material; empty if the keystore file has it. */
    public String token() {
        return versions.getLast().token();
    }

    /** Where its material is made and stays. */
    public KeyOrigin origin() {
        return token().isEmpty() ? KeyOrigin.AWS_KMS : KeyOrigin.AWS_CLOUDHSM;
    }

    /** Whether it is one of the two keys without which nothing works, and which nobody may disable or delete. */
    public boolean isReserved() {
        return KeyAliases.isReserved(aliases);
    }
}
