package io.ebsnap.service;

import io.ebsnap.account.VisibleSnapshots;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.Keyring;
import io.ebsnap.remote.Offers;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What remotes are shown: the snapshots of the account that they act for, and those that are shared with it.
 *
 * @param of tells accounts apart
 * @param keys of everybody
 * @param catalog of the snapshots
 * @param keyring says whether one can be read
 */
record RemoteOffers(AccountServices.Of of, KeyServices keys, Catalog catalog, Keyring keyring) implements Offers {

    @Override
    public List<SnapshotRecord> list(@Nullable String accountId) {
        VisibleSnapshots visible = visible(accountId);
        try (Stream<SnapshotRecord> all = catalog.list(CatalogKind.SNAPSHOT)) {
            return all.filter(SnapshotRecord::visible)
                    .filter(visible::isVisible)
                    .map(visible::shown)
                    .sorted(SnapshotRecord.BY_START)
                    .toList();
        }
    }

    @Override
    public SnapshotRecord require(@Nullable String accountId, SnapshotId id) {
        VisibleSnapshots visible = visible(accountId);
        visible.requireUsable(id);
        SnapshotRecord found = catalog.find(CatalogKind.SNAPSHOT, id.value())
                .orElseThrow(() -> new Failure.NotFound("there is no " + id));
        keyring.keysOf(DomainId.parse(found.origin().domainId()));
        return visible.shown(found);
    }

    private VisibleSnapshots visible(@Nullable String accountId) {
        return of.visibleTo(accountId == null ? of.accounts().ownAccount() : accountId, keys);
    }
}
