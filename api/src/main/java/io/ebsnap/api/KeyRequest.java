package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About the keystore. Passphrases are overwritten by both ends when they have been used. */
public sealed interface KeyRequest<A extends Record> extends Request<A> {

    /** Lists the keys, never their material. */
    record ListKeys() implements KeyRequest<KeyList> {
        @Override
        public Class<KeyList> answerType() {
            return KeyList.class;
        }
    }

    /**
     * Makes a recovery file of the keystore.
     *
     * @param passphrase under which it is sealed
     */
    record ExportKeys(Secret passphrase) implements KeyRequest<RecoveryFile> {
        @Override
        public Class<RecoveryFile> answerType() {
            return RecoveryFile.class;
        }
    }

    /**
     * Adds the keys of a recovery file to the keystore.
     *
     * @param recoveryFile its bytes in base64
     * @param passphrase under which it is sealed
     */
    record ImportKeys(String recoveryFile, Secret passphrase) implements KeyRequest<KeyList> {
        @Override
        public Class<KeyList> answerType() {
            return KeyList.class;
        }
    }

    /**
     * Makes a key.
     *
     * @param description what it is for
     * @param tags of it
     * @param aliasName that no key has; absent for none
     * @param origin {@code AWS_KMS} for material in the keystore, {@code AWS_CLOUDHSM} in the PKCS#11 token; absent for what is configured
     * @param givenPolicy what was given of its policy; absent for KMS's default
     */
    record CreateKey(
            @Nullable String description,
            List<KeyTag> tags,
            @Nullable String aliasName,
            @Nullable String origin,
            @Nullable GivenKeyPolicy givenPolicy)
            implements KeyRequest<KeyDescription> {
        @Override
        public Class<KeyDescription> answerType() {
            return KeyDescription.class;
        }
    }

    /**
     * Tells of one key.
     *
     * @param keyId id, alias or ARN, as in all requests of this kind
     */
    record DescribeKey(String keyId) implements KeyRequest<KeyDescription> {
        @Override
        public Class<KeyDescription> answerType() {
            return KeyDescription.class;
        }
    }

    /** Tells what cannot be read without a key. */
    record DescribeKeyUse(String keyId) implements KeyRequest<KeyUse> {
        @Override
        public Class<KeyUse> answerType() {
            return KeyUse.class;
        }
    }

    /** Gives a key another description. */
    record UpdateKeyDescription(String keyId, String description) implements KeyRequest<KeyDescription> {
        @Override
        public Class<KeyDescription> answerType() {
            return KeyDescription.class;
        }
    }

    /**
     * Keeps what was given of a key's policy.
     *
     * @param givenPolicy absent for KMS's default
     */
    record PutKeyPolicy(String keyId, @Nullable GivenKeyPolicy givenPolicy) implements KeyRequest<KeyDescription> {
        @Override
        public Class<KeyDescription> answerType() {
            return KeyDescription.class;
        }
    }

    /** Adds tags, in place of those of the same keys. */
    record TagKey(String keyId, List<KeyTag> tags) implements KeyRequest<KeyDescription> {
        @Override
        public Class<KeyDescription> answerType() {
            return KeyDescription.class;
        }
    }

    /** Takes tags away. */
    record UntagKey(String keyId, List<String> tagKeys) implements KeyRequest<KeyDescription> {
        @Override
        public Class<KeyDescription> answerType() {
            return KeyDescription.class;
        }
    }

    /** Lets a key be used again. */
    record EnableKey(String keyId) implements KeyRequest<KeyDescription> {
        @Override
        public Class<KeyDescription> answerType() {
            return KeyDescription.class;
        }
    }

    /** Lets a key not be used anew. What uses it already goes on. */
    record DisableKey(String keyId) implements KeyRequest<KeyChange> {
        @Override
        public Class<KeyChange> answerType() {
            return KeyChange.class;
        }
    }

    /**
     * Orders the deletion of a key, which may not be used anew from now on.
     *
     * @param pendingWindowInDays 7 to 30; absent is 30
     */
    record ScheduleKeyDeletion(String keyId, @Nullable Integer pendingWindowInDays) implements KeyRequest<KeyChange> {
        @Override
        public Class<KeyChange> answerType() {
            return KeyChange.class;
        }
    }

    /** Keeps a key whose deletion was ordered; it is disabled then. */
    record CancelKeyDeletion(String keyId) implements KeyRequest<KeyDescription> {
        @Override
        public Class<KeyDescription> answerType() {
            return KeyDescription.class;
        }
    }

    /** Gives a key new material. */
    record RotateKeyOnDemand(String keyId) implements KeyRequest<KeyRotationList> {
        @Override
        public Class<KeyRotationList> answerType() {
            return KeyRotationList.class;
        }
    }

    /**
     * Lets a key have new material by itself.
     *
     * @param rotationPeriodInDays 90 to 2560; absent is 365
     */
    record EnableKeyRotation(String keyId, @Nullable Integer rotationPeriodInDays)
            implements KeyRequest<KeyRotationStatus> {
        @Override
        public Class<KeyRotationStatus> answerType() {
            return KeyRotationStatus.class;
        }
    }

    /** Lets a key keep its material. */
    record DisableKeyRotation(String keyId) implements KeyRequest<KeyRotationStatus> {
        @Override
        public Class<KeyRotationStatus> answerType() {
            return KeyRotationStatus.class;
        }
    }

    /** Tells whether a key gets new material by itself. */
    record GetKeyRotationStatus(String keyId) implements KeyRequest<KeyRotationStatus> {
        @Override
        public Class<KeyRotationStatus> answerType() {
            return KeyRotationStatus.class;
        }
    }

    /** Lists the versions of a key's material, never the material. */
    record ListKeyRotations(String keyId) implements KeyRequest<KeyRotationList> {
        @Override
        public Class<KeyRotationList> answerType() {
            return KeyRotationList.class;
        }
    }

    /**
     * Lists aliases.
     *
     * @param keyId only those of this key; absent for all
     */
    record ListAliases(@Nullable String keyId) implements KeyRequest<KeyAliasList> {
        @Override
        public Class<KeyAliasList> answerType() {
            return KeyAliasList.class;
        }
    }

    /** Gives a key an alias. */
    record CreateAlias(String aliasName, String targetKeyId) implements KeyRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /** Makes an alias name another key. */
    record UpdateAlias(String aliasName, String targetKeyId) implements KeyRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /** Takes an alias away. */
    record DeleteAlias(String aliasName) implements KeyRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Lets an account use a key.
     *
     * @param granteePrincipal 12-digit account
     * @param operations what it may do
     * @param encryptionContextSubset what the encryption context must hold; empty if nothing is said
     * @param encryptionContextEquals what the encryption context must be, instead; empty if nothing is said
     * @param retiringPrincipal 12-digit account that may give the grant back besides the grantee; absent for none
     * @param name the same grant again gives the same id; absent for none
     */
    record CreateGrant(
            String keyId,
            String granteePrincipal,
            List<String> operations,
            List<Tag> encryptionContextSubset,
            List<Tag> encryptionContextEquals,
            @Nullable String retiringPrincipal,
            @Nullable String name)
            implements KeyRequest<KeyGrant> {
        @Override
        public Class<KeyGrant> answerType() {
            return KeyGrant.class;
        }
    }

    /** Lists the grants of a key. */
    record ListGrants(String keyId) implements KeyRequest<KeyGrantList> {
        @Override
        public Class<KeyGrantList> answerType() {
            return KeyGrantList.class;
        }
    }

    /** Takes a grant back, as its granter. */
    record RevokeGrant(String keyId, String grantId) implements KeyRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /** Gives a grant back, as who has it or is named for that. */
    record RetireGrant(String keyId, String grantId) implements KeyRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /**
     * Lists the grants that an account can give back.
     *
     * @param retiringPrincipal 12-digit account; another one than the asker's is the administrator's to ask for
     */
    record ListRetirableGrants(String retiringPrincipal) implements KeyRequest<KeyGrantList> {
        @Override
        public Class<KeyGrantList> answerType() {
            return KeyGrantList.class;
        }
    }

    /** Tells the defaults of the region. */
    record GetEbsDefaults() implements KeyRequest<EbsDefaults> {
        @Override
        public Class<EbsDefaults> answerType() {
            return EbsDefaults.class;
        }
    }

    /** Makes a key that of snapshots for which no other is named. */
    record ModifyEbsDefaultKmsKeyId(String kmsKeyId) implements KeyRequest<EbsDefaults> {
        @Override
        public Class<EbsDefaults> answerType() {
            return EbsDefaults.class;
        }
    }

    /** Makes the configured key that of snapshots for which no other is named. */
    record ResetEbsDefaultKmsKeyId() implements KeyRequest<EbsDefaults> {
        @Override
        public Class<EbsDefaults> answerType() {
            return EbsDefaults.class;
        }
    }

    /** Switches encryption by default on. */
    record EnableEbsEncryptionByDefault() implements KeyRequest<EbsDefaults> {
        @Override
        public Class<EbsDefaults> answerType() {
            return EbsDefaults.class;
        }
    }

    /** Switches encryption by default off. */
    record DisableEbsEncryptionByDefault() implements KeyRequest<EbsDefaults> {
        @Override
        public Class<EbsDefaults> answerType() {
            return EbsDefaults.class;
        }
    }
}
