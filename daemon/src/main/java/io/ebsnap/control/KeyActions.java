package io.ebsnap.control;

import io.ebsnap.api.Done;
import io.ebsnap.api.EbsDefaults;
import io.ebsnap.api.KeyAliasList;
import io.ebsnap.api.KeyChange;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyGrant;
import io.ebsnap.api.KeyGrantList;
import io.ebsnap.api.KeyList;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.KeyRequest.CancelKeyDeletion;
import io.ebsnap.api.KeyRequest.CreateAlias;
import io.ebsnap.api.KeyRequest.CreateGrant;
import io.ebsnap.api.KeyRequest.CreateKey;
import io.ebsnap.api.KeyRequest.DeleteAlias;
import io.ebsnap.api.KeyRequest.DescribeKey;
import io.ebsnap.api.KeyRequest.DescribeKeyUse;
import io.ebsnap.api.KeyRequest.DisableEbsEncryptionByDefault;
import io.ebsnap.api.KeyRequest.DisableKey;
import io.ebsnap.api.KeyRequest.DisableKeyRotation;
import io.ebsnap.api.KeyRequest.EnableEbsEncryptionByDefault;
import io.ebsnap.api.KeyRequest.EnableKey;
import io.ebsnap.api.KeyRequest.EnableKeyRotation;
import io.ebsnap.api.KeyRequest.ExportKeys;
import io.ebsnap.api.KeyRequest.GetEbsDefaults;
import io.ebsnap.api.KeyRequest.GetKeyRotationStatus;
import io.ebsnap.api.KeyRequest.ImportKeys;
import io.ebsnap.api.KeyRequest.ListAliases;
import io.ebsnap.api.KeyRequest.ListGrants;
import io.ebsnap.api.KeyRequest.ListKeyRotations;
import io.ebsnap.api.KeyRequest.ListKeys;
import io.ebsnap.api.KeyRequest.ListRetirableGrants;
import io.ebsnap.api.KeyRequest.ModifyEbsDefaultKmsKeyId;
import io.ebsnap.api.KeyRequest.PutKeyPolicy;
import io.ebsnap.api.KeyRequest.ResetEbsDefaultKmsKeyId;
import io.ebsnap.api.KeyRequest.RetireGrant;
import io.ebsnap.api.KeyRequest.RevokeGrant;
import io.ebsnap.api.KeyRequest.RotateKeyOnDemand;
import io.ebsnap.api.KeyRequest.ScheduleKeyDeletion;
import io.ebsnap.api.KeyRequest.TagKey;
import io.ebsnap.api.KeyRequest.UntagKey;
import io.ebsnap.api.KeyRequest.UpdateAlias;
import io.ebsnap.api.KeyRequest.UpdateKeyDescription;
import io.ebsnap.api.KeyRotationList;
import io.ebsnap.api.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.GivenKeyPolicy;
import io.ebsnap.format.KeyRotation;
import io.ebsnap.format.KeyTag;
import io.ebsnap.identity.KeyId;
import io.ebsnap.kms.KeyMetadata;
import io.ebsnap.kms.KeyOrigin;
import io.ebsnap.kms.KeyOwner;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.KeyUse;
import io.ebsnap.kms.KmsGrants;
import io.ebsnap.kms.NewKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The actions about KMS keys. */
final class KeyActions {

    private static final int WINDOW_DAYS_DEFAULT = 30;

    private final KeyServices services;
    private final KeyOwner owner;
    private final KeyShapes shapes;
    private final RecoveryFileActions recovery;

    KeyActions(KeyServices services) {
        this.services = services;
        this.owner = services.owner();
        this.shapes = new KeyShapes(services);
        this.recovery = new RecoveryFileActions(services);
    }

    Record handle(KeyRequest<?> request) {
        return switch (request) {
            case ListKeys list -> list();
            case ExportKeys export -> recovery.export(export);
            case ImportKeys imported -> imported(imported);
            case CreateKey create -> create(create);
            case DescribeKey describe -> describe(describe.keyId());
            case DescribeKeyUse describe -> KeyShapes.use(services.uses().of(idOf(describe.keyId()), owner));
            case UpdateKeyDescription update ->
                shown(services.keys().updateDescription(owner.id(update.keyId()), update.description()));
            case PutKeyPolicy put -> shown(services.keys().putPolicy(owner.id(put.keyId()), given(put.givenPolicy())));
            case TagKey tag -> shown(services.keys().tag(owner.id(tag.keyId()), tags(tag.tags())));
            case UntagKey untag -> shown(services.keys().untag(owner.id(untag.keyId()), untag.tagKeys()));
            case EnableKey enable -> shown(services.keys().enable(owner.id(enable.keyId())));
            case DisableKey disable -> disable(disable);
            case ScheduleKeyDeletion schedule -> schedule(schedule);
            case CancelKeyDeletion cancel -> shown(services.keys().cancelDeletion(owner.id(cancel.keyId())));
            case RotateKeyOnDemand rotate -> versions(services.rotation().rotateNow(owner.id(rotate.keyId())));
            case EnableKeyRotation enable -> enable(enable);
            case DisableKeyRotation disable ->
                KeyShapes.rotation(services.rotation().disable(owner.id(disable.keyId())));
            case GetKeyRotationStatus get -> KeyShapes.rotation(owner.find(get.keyId()));
            case ListKeyRotations list -> versions(owner.find(list.keyId()));
            case ListAliases list -> aliases(list.keyId());
            case CreateAlias create ->
                done(() -> services.aliases().create(create.aliasName(), owner.id(create.targetKeyId())));
            case UpdateAlias update ->
                done(() -> services.aliases().update(update.aliasName(), owner.id(update.targetKeyId())));
            case DeleteAlias delete -> done(() -> services.aliases().delete(delete.aliasName(), owner.recorded()));
            case CreateGrant create -> grant(create);
            case ListGrants list -> grants(list.keyId());
            case RevokeGrant revoke -> done(() -> services.grants().revoke(owner.id(revoke.keyId()), revoke.grantId()));
            case RetireGrant retire ->
                done(() -> services.grants()
                        .revoke(owner.idWithGrant(retire.keyId(), retire.grantId()), retire.grantId()));
            case ListRetirableGrants list -> retirable(list.retiringPrincipal());
            case GetEbsDefaults get -> defaults();
            case ModifyEbsDefaultKmsKeyId modify ->
                defaults(() -> services.defaults().setKey(owner.id(modify.kmsKeyId())));
            case ResetEbsDefaultKmsKeyId reset ->
                defaults(() -> services.defaults().resetKey());
            case EnableEbsEncryptionByDefault enable ->
                defaults(() -> services.defaults().setEncryptionByDefault(true));
            case DisableEbsEncryptionByDefault disable ->
                defaults(() -> services.defaults().setEncryptionByDefault(false));
        };
    }

    private EbsDefaults defaults(Runnable change) {
        change.run();
        return defaults();
    }

    private EbsDefaults defaults() {
        KeyMetadata key = services.keys().describe(services.defaults().keyName());
        return new EbsDefaults(
                services.defaults().encryptionByDefault(), services.arns().of(key.id(), key.accountId()));
    }

    private KeyList list() {
        return new KeyList(services.keys().list().stream()
                .filter(owner::owns)
                .map(shapes::key)
                .toList());
    }

    private KeyList imported(ImportKeys request) {
        recovery.importKeys(request);
        return list();
    }

    private KeyDescription create(CreateKey request) {
        NewKey wanted = new NewKey(
                owner.recorded(),
                request.description() == null ? "" : request.description(),
                Optional.ofNullable(request.aliasName()).stream().toList(),
                tags(request.tags()),
                given(request.givenPolicy()));
        return shown(services.keys().create(wanted, origin(request.origin())));
    }

    private KeyOrigin origin(@Nullable String asked) {
        if (asked == null) {
            return services.keystore().usualOrigin();
        }
        return Arrays.stream(KeyOrigin.values())
                .filter(origin -> origin.name().equals(asked))
                .findFirst()
                .orElseThrow(() -> new Failure.Invalid(
                        "there is no origin '" + asked + "'", "keys have origin AWS_KMS or AWS_CLOUDHSM"));
    }

    /** What cannot be read is found out before, so that an error in that leaves the key as it is. */
    private KeyChange disable(DisableKey request) {
        KeyUse use = services.uses().of(idOf(request.keyId()), owner);
        return change(services.keys().disable(owner.id(request.keyId())), null, use);
    }

    private KeyChange schedule(ScheduleKeyDeletion request) {
        Integer asked = request.pendingWindowInDays();
        int days = asked == null ? WINDOW_DAYS_DEFAULT : asked;
        KeyUse use = services.uses().of(idOf(request.keyId()), owner);
        return change(services.keys().scheduleDeletion(owner.id(request.keyId()), days), days, use);
    }

    private KeyChange change(KeyMetadata key, @Nullable Integer days, KeyUse use) {
        return new KeyChange(
                services.arns().of(key.id(), key.accountId()),
                key.keyState().word(),
                key.deletionDate(),
                days,
                KeyShapes.use(use));
    }

    private Record enable(EnableKeyRotation request) {
        Integer days = request.rotationPeriodInDays();
        return KeyShapes.rotation(
                services.rotation().enable(owner.id(request.keyId()), days == null ? KeyRotation.DAYS_DEFAULT : days));
    }

    private KeyAliasList aliases(@Nullable String key) {
        KeyId of = key == null ? null : idOf(key);
        return new KeyAliasList(services.aliases().list().stream()
                .filter(alias -> of == null || alias.key().equals(of))
                .filter(owner::owns)
                .map(shapes::alias)
                .toList());
    }

    private KeyGrant grant(CreateGrant request) {
        KmsGrants.Wanted wanted = new KmsGrants.Wanted(
                request.granteePrincipal(),
                request.retiringPrincipal(),
                request.operations(),
                new KmsGrants.Constraints(
                        context(request.encryptionContextSubset()), context(request.encryptionContextEquals())),
                request.name() == null ? "" : request.name());
        return shapes.grant(idOf(request.keyId()), services.grants().create(owner.id(request.keyId()), wanted));
    }

    private static Map<String, String> context(List<Tag> pairs) {
        Map<String, String> context = new LinkedHashMap<>();
        for (Tag pair : pairs) {
            if (context.put(pair.key(), pair.value()) != null) {
                throw new Failure.Invalid("the encryption context has '" + pair.key() + "' twice");
            }
        }
        return context;
    }

    private KeyGrantList grants(String key) {
        KeyId id = idOf(key);
        return new KeyGrantList(services.grants().list(owner.id(key)).stream()
                .map(grant -> shapes.grant(id, grant))
                .toList());
    }

    private KeyGrantList retirable(String account) {
        if (owner.account() != null && !owner.account().equals(account)) {
            throw new Failure.Denied("what account " + account + " can give back is its own to list");
        }
        return new KeyGrantList(services.grants().retirableBy(account).stream()
                .map(found -> shapes.grant(found.key(), found.grant()))
                .toList());
    }

    /** Whoever has a grant to know a key sees what it is, and not what its account calls it. */
    private KeyDescription describe(String name) {
        KeyMetadata key = owner.findKnown(name);
        return owner.owns(key) ? shown(key) : new KeyDescription(shapes.keyOfAnother(key));
    }

    private KeyDescription shown(KeyMetadata key) {
        return new KeyDescription(shapes.key(key));
    }

    private static KeyRotationList versions(KeyMetadata key) {
        return new KeyRotationList(KeyShapes.versions(key));
    }

    private KeyId idOf(String name) {
        return owner.find(name).id();
    }

    private static Done done(Runnable change) {
        change.run();
        return new Done(true);
    }

    private static @Nullable GivenKeyPolicy given(io.ebsnap.api.@Nullable GivenKeyPolicy given) {
        return given == null ? null : new GivenKeyPolicy(given.version(), given.id(), given.sid());
    }

    private static List<KeyTag> tags(List<io.ebsnap.api.KeyTag> tags) {
        return tags.stream()
                .map(tag -> new KeyTag(tag.tagKey(), tag.tagValue()))
                .toList();
    }
}
