package io.ebsnap.service;

import io.ebsnap.account.Account;
import io.ebsnap.account.Caller;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyServices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who comes to exports, by the accounts of the configuration.
 *
 * @param of tells accounts apart
 * @param keys of everybody
 */
record ExportVisitors(AccountServices.Of of, KeyServices keys) implements ExportedVolumes.Visitors {

    private static final Logger LOG = LoggerFactory.getLogger(ExportVisitors.class);

    @Override
    public boolean isOfAccount(String user, @Nullable String ownerId) {
        try {
            Caller caller = of.accounts().callerOf(user);
            Account account = new Account(caller.accountId(), of.accounts().ownAccount());
            return caller.administrator() || account.owns(ownerId);
        } catch (Failure e) {
            LOG.warn("user={} sees no exports: {}", user, e.getMessage());
            return false;
        }
    }

    @Override
    public void requireReadable(String ownerId, SnapshotId snapshot) {
        of.visibleTo(ownerId, keys).requireUsable(snapshot);
    }
}
