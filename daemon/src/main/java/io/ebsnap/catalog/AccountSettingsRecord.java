package io.ebsnap.catalog;

/**
 * What an account has settled for itself. There is none as long as everything is as it was.
 *
 * @param accountId 12 digits
 * @param snapshotBlockPublicAccess whether its snapshots may be public
 */
public record AccountSettingsRecord(String accountId, BlockPublicAccess snapshotBlockPublicAccess)
        implements CatalogRecord {

    @Override
    public String catalogId() {
        return accountId;
    }
}
