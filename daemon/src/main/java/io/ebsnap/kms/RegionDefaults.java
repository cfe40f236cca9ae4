package io.ebsnap.kms;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.RegionSettingsRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.KeyId;
import java.util.function.UnaryOperator;

/**
 * The default key of a region and its switch for encryption by default, durable in the catalog. Everything is sealed under some key in any case:
 * the switch is kept for EC2's clients, and changes nothing. Safe for use by several threads.
 */
public final class RegionDefaults {

    private final Catalog catalog;
    private final Keystore keystore;
    private final String configured;
    private final CrashPoints crashPoints;

    /** @param configured id, alias or ARN of the key that it is when nothing else was said */
    public RegionDefaults(Catalog catalog, Keystore keystore, String configured, CrashPoints crashPoints) {
        this.catalog = catalog;
        this.keystore = keystore;
        this.configured = configured;
        this.crashPoints = crashPoints;
    }

    /** Names the key of snapshots for which no other is named. It may be one that may not be used. */
    public String keyName() {
        String said = settings().kmsKeyId();
        return said == null ? configured : said;
    }

    /**
     * Makes a key the default.
     *
     * @throws Failure.NotFound if there is no such key
     * @throws Failure.Denied if it may not be used
     */
    public void setKey(String name) {
        KeyId id = keystore.resolve(name).id();
        keystore.requireUsable(id);
        change(old -> new RegionSettingsRecord(old.ebsEncryptionByDefault(), id.toString()));
    }

    /** Makes the configured key the default again. */
    public void resetKey() {
        change(old -> new RegionSettingsRecord(old.ebsEncryptionByDefault(), null));
    }

    /** What was said last of encryption by default. */
    public boolean encryptionByDefault() {
        return settings().ebsEncryptionByDefault();
    }

    /** Says it. */
    public void setEncryptionByDefault(boolean on) {
        change(old -> new RegionSettingsRecord(on, old.kmsKeyId()));
    }

    private RegionSettingsRecord settings() {
        return catalog.find(CatalogKind.REGION_SETTINGS, RegionSettingsRecord.ID)
                .orElse(RegionSettingsRecord.UNSAID);
    }

    private void change(UnaryOperator<RegionSettingsRecord> change) {
        if (catalog.find(CatalogKind.REGION_SETTINGS, RegionSettingsRecord.ID).isEmpty()) {
            try {
                catalog.create(CatalogKind.REGION_SETTINGS, RegionSettingsRecord.UNSAID);
            } catch (Failure.Conflict e) {
                // Somebody else was faster, and it is there.
            }
        }
        RegionSettingsRecord unused = catalog.update(CatalogKind.REGION_SETTINGS, RegionSettingsRecord.ID, change);
        crashPoints.reached("key.after-defaults");
    }
}
