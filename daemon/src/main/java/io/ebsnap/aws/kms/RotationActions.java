package io.ebsnap.aws.kms;

import io.ebsnap.api.KeyRequest.DisableKeyRotation;
import io.ebsnap.api.KeyRequest.EnableKeyRotation;
import io.ebsnap.api.KeyRequest.GetKeyRotationStatus;
import io.ebsnap.api.KeyRequest.ListKeyRotations;
import io.ebsnap.api.KeyRequest.RotateKeyOnDemand;
import io.ebsnap.api.KeyRotation;
import io.ebsnap.api.KeyRotationList;
import io.ebsnap.api.KeyRotationStatus;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** New material of keys. */
final class RotationActions implements KmsActions {

    private static final int PERIOD_DAYS_MIN = 90;
    private static final int PERIOD_DAYS_MAX = 2560;
    private static final int PAGE = 100;
    private static final int PAGE_MAX = 1000;
    private static final String KEY_ID = "KeyId";
    private static final String PERIOD = "RotationPeriodInDays";
    private static final String CREATION = "CREATION";
    private static final String ALL_MATERIAL = "ALL_KEY_MATERIAL";

    @Override
    public Map<String, KmsAction> byName() {
        return Map.of(
                "EnableKeyRotation",
                        (in, caller) -> Prepared.done(new EnableKeyRotation(
                                KmsReading.key(in), in.integer(PERIOD, PERIOD_DAYS_MIN, PERIOD_DAYS_MAX))),
                "DisableKeyRotation", (in, caller) -> Prepared.done(new DisableKeyRotation(KmsReading.key(in))),
                "GetKeyRotationStatus",
                        (in, caller) -> new Prepared.Asked<>(
                                new GetKeyRotationStatus(KmsReading.key(in)), RotationActions::status),
                "RotateKeyOnDemand",
                        (in, caller) -> new Prepared.Asked<>(
                                new RotateKeyOnDemand(KmsReading.key(in)), RotationActions::rotated),
                "ListKeyRotations", (in, caller) -> list(in));
    }

    private static void status(KeyRotationStatus status, JsonObject out) {
        out.add("KeyRotationEnabled", status.keyRotationEnabled()).add(KEY_ID, status.keyId());
        if (status.keyRotationEnabled()) {
            out.add(PERIOD, status.rotationPeriodInDays()).add("NextRotationDate", status.nextRotationDate());
        }
    }

    private static void rotated(KeyRotationList versions, JsonObject out) {
        out.add(KEY_ID, versions.rotations().getLast().keyId());
    }

    /** The making of a key is no rotation, and is told only if all material is asked for. */
    private static Prepared list(JsonMembers in) {
        KmsPages page = KmsPages.of(in, "ListKeyRotations", PAGE, PAGE_MAX);
        boolean isAll = ALL_MATERIAL.equals(in.text("IncludeKeyMaterial"));
        return new Prepared.Asked<>(new ListKeyRotations(KmsReading.key(in)), (answer, out) -> {
            List<KeyRotation> told = answer.rotations().stream()
                    .filter(version -> isAll || !version.rotationType().equals(CREATION))
                    .toList();
            int current = answer.rotations().getLast().version();
            page.write("Rotations", told, RotationActions::name, (version, item) -> write(version, current, item), out);
        });
    }

    /** So that names have the order of numbers. */
    private static String name(KeyRotation version) {
        return String.format(Locale.ROOT, "%08d", version.version());
    }

    private static void write(KeyRotation version, int current, JsonObject item) {
        item.add(KEY_ID, version.keyId())
                .add("KeyMaterialId", KeyMaterialId.of(version.keyId(), version.version()))
                .add("KeyMaterialState", version.version() == current ? "CURRENT" : "NON_CURRENT");
        if (!version.rotationType().equals(CREATION)) {
            item.add("RotationDate", version.rotationDate()).add("RotationType", version.rotationType());
        }
    }
}
