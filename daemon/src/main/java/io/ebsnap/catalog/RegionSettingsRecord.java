package io.ebsnap.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What holds for a whole region. There is one, or none as long as everything is as it was.
 *
 * @param ebsEncryptionByDefault what was said of it: see {@code docs/design/keys.md}
 * @param kmsKeyId UUID of the KMS key of snapshots for which no other is named; null for the configured one
 */
public record RegionSettingsRecord(
        boolean ebsEncryptionByDefault, @Nullable String kmsKeyId) implements CatalogRecord {

    /** The only id. */
    public static final String ID = "region";

    /** What holds where nothing was said. */
    public static final RegionSettingsRecord UNSAID = new RegionSettingsRecord(false, null);

    @Override
    public String catalogId() {
        return ID;
    }
}
