package io.ebsnap.service;

import io.ebsnap.account.Account;
import io.ebsnap.account.Caller;
import io.ebsnap.account.Callers;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyServices;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who comes to exports, by the accounts of the configuration.
 *
 * @param callers says who acts for which account
 * @param of tells accounts apart
 * @param keys of everybody
 */
record ExportVisitors(Callers callers, AccountServices.Of of, KeyServices keys) implements ExportedVolumes.Visitors {

    private static final Logger LOG = LoggerFactory.getLogger(ExportVisitors.class);

    @Override
    public boolean isOfAccount(String user, @Nullable String ownerId) {
        try {
            Caller caller = callers.of(user);
            Account account = new Account(caller.accountId(), of.config().accountId());
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
