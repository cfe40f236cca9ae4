package io.ebsnap.aws.kms;

import io.ebsnap.api.GivenKeyPolicy;
import io.ebsnap.api.Key;
import io.ebsnap.api.KeyDescription;
import io.ebsnap.api.KeyRequest.CancelKeyDeletion;
import io.ebsnap.api.KeyRequest.CreateKey;
import io.ebsnap.api.KeyRequest.DescribeKey;
import io.ebsnap.api.KeyRequest.DisableKey;
import io.ebsnap.api.KeyRequest.EnableKey;
import io.ebsnap.api.KeyRequest.ListKeys;
import io.ebsnap.api.KeyRequest.ScheduleKeyDeletion;
import io.ebsnap.api.KeyRequest.UpdateKeyDescription;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys from their making to the order to delete them. */
final class KeyLifeActions implements KmsActions {

    private static final int PAGE = 100;
    private static final int PAGE_MAX = 1000;
    private static final int WINDOW_DAYS_MIN = 7;
    private static final int WINDOW_DAYS_MAX = 30;

    @Override
    public Map<String, KmsAction> byName() {
        return Map.of(
                "CreateKey", KeyLifeActions::create,
                "DescribeKey", (in, caller) -> describe(in),
                "ListKeys", (in, caller) -> list(in),
                "UpdateKeyDescription",
                        (in, caller) -> Prepared.done(
                                new UpdateKeyDescription(KmsReading.key(in), KmsReading.text(in, "Description"))),
                "EnableKey", (in, caller) -> Prepared.done(new EnableKey(KmsReading.key(in))),
                "DisableKey", (in, caller) -> Prepared.done(new DisableKey(KmsReading.key(in))),
                "ScheduleKeyDeletion", (in, caller) -> schedule(in),
                "CancelKeyDeletion",
                        (in, caller) -> new Prepared.Asked<>(
                                new CancelKeyDeletion(KmsReading.key(in)),
                                (answer, out) ->
                                        out.add("KeyId", answer.keyMetadata().arn())));
    }

    private static Prepared create(JsonMembers in, AwsCaller caller) {
        KmsReading.only(in, "KeyUsage", "ENCRYPT_DECRYPT");
        KmsReading.only(in, "KeySpec", KmsReading.SYMMETRIC);
        KmsReading.only(in, "CustomerMasterKeySpec", KmsReading.SYMMETRIC);
        if (Boolean.TRUE.equals(in.flag("MultiRegion"))) {
            throw AwsFault.of("UnsupportedOperationException", "a key is of one region: MultiRegion can only be false");
        }
        boolean unused = Boolean.TRUE.equals(in.flag("BypassPolicyLockoutSafetyCheck"));
        String policy = in.text("Policy");
        GivenKeyPolicy given =
                policy == null ? null : KeyPolicy.of(caller.accountId()).given(policy);
        return new Prepared.Asked<>(
                new CreateKey(in.text("Description"), KmsReading.tags(in), null, origin(in), given),
                KeyLifeActions::metadata);
    }

    private static @Nullable String origin(JsonMembers in) {
        String origin = in.text("Origin");
        if (origin != null && !List.of("AWS_KMS", "AWS_CLOUDHSM").contains(origin)) {
            throw AwsFault.of(
                    "UnsupportedOperationException",
                    "material is made in the keystore, AWS_KMS, or in a PKCS#11 token, AWS_CLOUDHSM");
        }
        return origin;
    }

    private static Prepared describe(JsonMembers in) {
        KmsReading.grantTokens(in);
        return new Prepared.Asked<>(new DescribeKey(KmsReading.key(in)), KeyLifeActions::metadata);
    }

    private static Prepared list(JsonMembers in) {
        KmsPages page = KmsPages.of(in, "ListKeys", PAGE, PAGE_MAX);
        return new Prepared.Asked<>(
                new ListKeys(),
                (answer, out) -> page.write(
                        "Keys",
                        answer.keys(),
                        Key::keyId,
                        (key, item) -> item.add("KeyId", key.keyId()).add("KeyArn", key.arn()),
                        out));
    }

    private static Prepared schedule(JsonMembers in) {
        return new Prepared.Asked<>(
                new ScheduleKeyDeletion(
                        KmsReading.key(in), in.integer("PendingWindowInDays", WINDOW_DAYS_MIN, WINDOW_DAYS_MAX)),
                (answer, out) -> out.add("KeyId", answer.keyId())
                        .add("DeletionDate", answer.deletionDate())
                        .add("KeyState", answer.keyState())
                        .add("PendingWindowInDays", answer.pendingWindowInDays()));
    }

    private static void metadata(KeyDescription answer, JsonObject out) {
        Key key = answer.keyMetadata();
        out.object(
                "KeyMetadata",
                () -> out.add("AWSAccountId", key.aWSAccountId())
                        .add("KeyId", key.keyId())
                        .add("Arn", key.arn())
                        .add("CreationDate", key.creationDate())
                        .add("Enabled", key.enabled())
                        .add("Description", key.description())
                        .add("KeyUsage", key.keyUsage())
                        .add("KeyState", key.keyState())
                        .add("DeletionDate", key.deletionDate())
                        .add("Origin", key.origin())
                        .add("CustomKeyStoreId", key.customKeyStoreId())
                        .add("KeyManager", key.keyManager())
                        .add("CustomerMasterKeySpec", key.keySpec())
                        .add("KeySpec", key.keySpec())
                        .texts("EncryptionAlgorithms", List.of(KmsReading.SYMMETRIC))
                        .add("MultiRegion", false)
                        .add("CurrentKeyMaterialId", KeyMaterialId.of(key.keyId(), key.currentVersion())));
    }
}
