package io.ebsnap.service;

import io.ebsnap.account.Account;
import io.ebsnap.account.AccountAttachments;
import io.ebsnap.account.AccountExports;
import io.ebsnap.account.AccountFastRestores;
import io.ebsnap.account.AccountFiles;
import io.ebsnap.account.AccountManagedVolumes;
import io.ebsnap.account.AccountRemotes;
import io.ebsnap.account.AccountRestores;
import io.ebsnap.account.AccountSharing;
import io.ebsnap.account.AccountSnapshots;
import io.ebsnap.account.AccountStore;
import io.ebsnap.account.AccountTasks;
import io.ebsnap.account.AccountTouches;
import io.ebsnap.account.AccountVolumes;
import io.ebsnap.account.AccountZones;
import io.ebsnap.account.Caller;
import io.ebsnap.account.ListedDevices;
import io.ebsnap.account.TaskOwners;
import io.ebsnap.account.VisibleSnapshots;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.config.AccountConfig;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.control.AccountActions;
import io.ebsnap.control.ActionHandler;
import io.ebsnap.control.ControlActions;
import io.ebsnap.control.DaemonFacts;
import io.ebsnap.control.Services;
import io.ebsnap.control.Serving;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.snapshot.SnapshotSharing;
import java.nio.file.Path;
import java.util.List;

/** The actions of whoever comes: those of the administrator over all services, those of an account over what is its own. */
final class AccountServices {

    private final EbsnapdConfig config;
    private final Catalog catalog;
    private final Services services;
    private final DaemonFacts facts;
    private final SnapshotSharing sharing;
    private final TaskOwners owners;
    private final ActionHandler administrator;

    /**
     * Over the services of everybody.
     *
     * @param of whose accounts they are
     */
    AccountServices(Of of, Services services, DaemonFacts facts) {
        this.config = of.config();
        this.catalog = of.catalog();
        this.sharing = of.sharing();
        this.services = services;
        this.facts = facts;
        this.owners = new TaskOwners(services.tasks());
        this.administrator = new ControlActions(services, facts);
    }

    /** What tells accounts apart. */
    record Of(EbsnapdConfig config, Catalog catalog, SnapshotSharing sharing) {

        /** What an account sees. */
        VisibleSnapshots visibleTo(String accountId, KeyServices keys) {
            return new VisibleSnapshots(
                    catalog,
                    new Account(accountId, config.accountId()),
                    keys.of(accountId).owner(),
                    sharing);
        }
    }

    /** What somebody can ask for. */
    ActionHandler actionsOf(Caller caller) {
        return caller.administrator()
                ? administrator
                : new AccountActions(new ControlActions(servicesOf(caller), facts.withoutTroubles()));
    }

    private Services servicesOf(Caller caller) {
        Account account = new Account(caller.accountId(), config.accountId());
        KeyServices keys = services.keys().of(account.id());
        VisibleSnapshots visible = new VisibleSnapshots(catalog, account, keys.owner(), sharing);
        ListedDevices devices = new ListedDevices(account.id(), listed(account.id()));
        AccountVolumes volumes = new AccountVolumes(services.volumes(), account, devices);
        AccountManagedVolumes managed =
                new AccountManagedVolumes(services.serving().volumes(), account, visible, devices, keys);
        AccountSnapshots snapshots = new AccountSnapshots(
                services.snapshots(), visible, new AccountSnapshots.Subjects(volumes, managed), keys);
        return new Services(
                volumes,
                new Serving(
                        managed,
                        new AccountAttachments(services.serving().attachments(), managed),
                        new AccountExports(
                                services.serving().exports(),
                                account,
                                caller.user(),
                                new AccountExports.Resources(managed, visible))),
                snapshots,
                new AccountRestores(services.restores(), visible, devices, owners),
                new AccountFastRestores(services.fastRestores(), account),
                new AccountStore(services.store(), snapshots, visible, owners),
                new AccountZones(),
                new AccountTasks(services.tasks(), owners, account),
                keys,
                services.audit(),
                new AccountTouches(services.touches(), visible),
                new AccountSharing(sharing, visible),
                new AccountFiles(),
                new AccountRemotes());
    }

    private List<Path> listed(String account) {
        return config.accounts().stream()
                .filter(known -> known.id().equals(account))
                .map(AccountConfig::devices)
                .findFirst()
                .orElse(List.of());
    }
}
