package io.ebsnap.control;

import io.ebsnap.api.GivenKeyPolicy;
import io.ebsnap.api.Key;
import io.ebsnap.api.KeyAlias;
import io.ebsnap.api.KeyGrant;
import io.ebsnap.api.KeyRotation;
import io.ebsnap.api.KeyRotationStatus;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.KeyUse;
import io.ebsnap.api.Tag;
import io.ebsnap.format.KeyState;
import io.ebsnap.identity.KeyId;
import io.ebsnap.kms.KeyMetadata;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.KmsAliases;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KMS keys as the protocol shows them. */
record KeyShapes(KeyServices services) {

    Key key(KeyMetadata key) {
        return key(
                key,
                key.aliases(),
                key.tags().stream()
                        .map(tag -> new KeyTag(tag.tagKey(), tag.tagValue()))
                        .toList(),
                given(key.givenPolicy()));
    }

    /** Aliases, tags and policy are its account's own. */
    Key keyOfAnother(KeyMetadata key) {
        return key(key, List.of(), List.of(), null);
    }

    private Key key(KeyMetadata key, List<String> aliases, List<KeyTag> tags, @Nullable GivenKeyPolicy given) {
        return new Key(
                key.accountId().isEmpty() ? services.arns().accountId() : key.accountId(),
                key.id().toString(),
                services.arns().of(key.id(), key.accountId()),
                key.created(),
                key.keyState() == KeyState.ENABLED,
                key.description(),
                key.keyState().word(),
                key.deletionDate(),
                key.isReserved() ? "AWS" : "CUSTOMER",
                "ENCRYPT_DECRYPT",
                "SYMMETRIC_DEFAULT",
                key.origin().name(),
                key.token().isEmpty() ? null : key.token(),
                aliases,
                key.currentVersion(),
                key.versions().getLast().exported(),
                tags,
                given);
    }

    private static @Nullable GivenKeyPolicy given(io.ebsnap.format.@Nullable GivenKeyPolicy given) {
        return given == null ? null : new GivenKeyPolicy(given.version(), given.id(), given.sid());
    }

    KeyAlias alias(KmsAliases.Alias alias) {
        return new KeyAlias(
                alias.name(),
                services.arns().ofAlias(alias.name(), alias.accountId()),
                alias.key().toString());
    }

    KeyGrant grant(KeyId key, io.ebsnap.format.KeyGrant grant) {
        return new KeyGrant(
                grant.grantId(),
                services.arnOf(key.toString()),
                grant.name(),
                grant.granteePrincipal(),
                grant.operations(),
                pairs(grant.encryptionContextSubset()),
                grant.encryptionContextEquals() == null ? List.of() : pairs(grant.encryptionContextEquals()),
                grant.retiringPrincipal(),
                grant.creationDate());
    }

    private static List<Tag> pairs(Map<String, String> context) {
        return context.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(pair -> new Tag(pair.getKey(), pair.getValue()))
                .toList();
    }

    static KeyRotationStatus rotation(KeyMetadata key) {
        return new KeyRotationStatus(
                key.id().toString(),
                key.rotation().enabled(),
                key.rotation().periodInDays(),
                key.rotation().nextDate());
    }

    static List<KeyRotation> versions(KeyMetadata key) {
        return key.versions().stream()
                .map(version -> new KeyRotation(
                        key.id().toString(),
                        version.number(),
                        version.created(),
                        version.rotationType().name(),
                        version.exported()))
                .toList();
    }

    static KeyUse use(io.ebsnap.kms.KeyUse use) {
        return new KeyUse(
                use.snapshots().count(),
                use.snapshots().ids(),
                use.volumes().count(),
                use.volumes().ids(),
                use.fastRestores().count(),
                use.fastRestores().ids(),
                use.encryptedVolumes().count(),
                use.encryptedVolumes().ids());
    }
}
