package io.ebsnap.service;

import io.ebsnap.access.AccessKeyHolder;
import io.ebsnap.access.AccessKeys;
import io.ebsnap.access.CatalogAccessKeys;
import io.ebsnap.account.Account;
import io.ebsnap.account.AccountAttachments;
import io.ebsnap.account.AccountDirectSnapshots;
import io.ebsnap.account.AccountExports;
import io.ebsnap.account.AccountFastRestores;
import io.ebsnap.account.AccountFiles;
import io.ebsnap.account.AccountLifecycle;
import io.ebsnap.account.AccountLocks;
import io.ebsnap.account.AccountManagedVolumes;
import io.ebsnap.account.AccountMounts;
import io.ebsnap.account.AccountPipelines;
import io.ebsnap.account.AccountRecycling;
import io.ebsnap.account.AccountRemotes;
import io.ebsnap.account.AccountRestores;
import io.ebsnap.account.AccountSharing;
import io.ebsnap.account.AccountSnapshots;
import io.ebsnap.account.AccountStore;
import io.ebsnap.account.AccountTasks;
import io.ebsnap.account.AccountTiering;
import io.ebsnap.account.AccountTouches;
import io.ebsnap.account.AccountVolumeCopies;
import io.ebsnap.account.AccountVolumes;
import io.ebsnap.account.AccountZones;
import io.ebsnap.account.Caller;
import io.ebsnap.account.ListedDevices;
import io.ebsnap.account.TaskOwners;
import io.ebsnap.account.VisibleSnapshots;
import io.ebsnap.api.ConfigurationReload;
import io.ebsnap.audit.AuditLog;
import io.ebsnap.audit.Principal;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsCallers;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.control.AccountActions;
import io.ebsnap.control.ActionHandler;
import io.ebsnap.control.AuditedActions;
import io.ebsnap.control.ControlActions;
import io.ebsnap.control.DaemonFacts;
import io.ebsnap.control.Services;
import io.ebsnap.control.Serving;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.failure.Failure;
import io.ebsnap.image.ImageCaller;
import io.ebsnap.image.ImageParts;
import io.ebsnap.image.ImageRecords;
import io.ebsnap.image.ImageUses;
import io.ebsnap.image.Images;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.lifecycle.Ward;
import io.ebsnap.snapshot.SnapshotSharing;
import io.ebsnap.tagging.CatalogTags;
import java.util.Optional;

/** The actions of whoever comes: those of the administrator over all services, those of an account over what is its own. */
final class AccountServices implements AwsCallers {

    /** What users are not called. */
    private static final String POLICY = "policy";

    private static final String DAEMON = "ebsnapd";

    private final Of of;
    private final ConfiguredAccounts accounts;
    private final Catalog catalog;
    private final AuditLog audit;
    private final Services services;
    private final DirectSnapshots direct;
    private final DaemonFacts facts;
    private final SnapshotSharing sharing;
    private final TaskOwners owners;
    private final Object fastRestoreShares = new Object();
    private final ActionHandler administrator;

    /**
     * Over the services of everybody.
     *
     * @param of whose accounts they are
     * @param direct the direct APIs of everybody
     */
    AccountServices(Of of, Services services, DirectSnapshots direct, DaemonFacts facts) {
        this.of = of;
        this.direct = direct;
        this.accounts = of.accounts();
        this.catalog = of.catalog();
        this.audit = of.audit();
        this.sharing = of.sharing();
        this.services = services;
        this.facts = facts;
        this.owners = new TaskOwners(services.tasks());
        this.administrator = administratorAs(DAEMON);
    }

    /** What tells accounts apart. */
    record Of(
            ConfiguredAccounts accounts,
            Catalog catalog,
            AuditLog audit,
            SnapshotSharing sharing,
            ImageRecords images,
            CatalogAccessKeys accessKeys) {

        /** Finds the images that use a snapshot. */
        ImageUses imageUses() {
            return new ImageUses(catalog);
        }

        /** What an account sees. */
        VisibleSnapshots visibleTo(String accountId, KeyServices keys) {
            return new VisibleSnapshots(
                    catalog,
                    new Account(accountId, accounts.ownAccount()),
                    keys.of(accountId).owner(),
                    sharing);
        }
    }

    /**
     * What somebody can ask for, each request of which stands in the audit log.
     *
     * @param user log-in name
     * @param account to be acted for, by the administrator; empty for the user's own
     * @throws Failure.Denied if the user acts for nobody
     * @throws Failure.NotFound if there is no such account, or it is none of the user's business
     */
    ActionHandler actionsOf(String user, Optional<String> account) {
        Caller caller = accounts.callerOf(user);
        Caller acting = account.map(id -> acting(caller, id)).orElse(caller);
        return new AuditedActions(
                actionsOf(acting),
                audit,
                Principal.user(user, caller.accountId()),
                acting.administrator() ? "" : acting.accountId());
    }

    @Override
    public AwsCaller ofUser(String user) {
        return asked(
                accounts.callerOf(user),
                Principal.user(user, accounts.callerOf(user).accountId()));
    }

    /** As its user would be, if that asked for the same account; who is the administrator no more has no such keys either. */
    @Override
    public AwsCaller ofKey(String accessKeyId, AccessKeyHolder holder) {
        Caller user = accounts.callerOf(holder.userName());
        if (holder.administrator() && !user.administrator()) {
            throw new Failure.Denied("user '" + holder.userName() + "' is not the administrator any more");
        }
        Caller acting = holder.administrator() ? user : acting(user, holder.accountId());
        return asked(acting, Principal.accessKey(accessKeyId, acting.accountId()));
    }

    private AwsCaller asked(Caller caller, Principal principal) {
        return new AwsCaller(
                caller.accountId(),
                caller.administrator() ? "" : caller.user(),
                new AuditedActions(
                        actionsOf(caller), audit, principal, caller.administrator() ? "" : caller.accountId()));
    }

    /**
     * The direct APIs as an account uses them; the administrator uses them for an account too.
     *
     * @param accountId 12 digits
     */
    DirectSnapshots directOf(String accountId) {
        KeyServices keys = services.keys().of(accountId);
        return new AccountDirectSnapshots(direct, of.visibleTo(accountId, services.keys()), keys);
    }

    /** What the daemon itself asks for, which stands in no log. */
    ActionHandler administrator() {
        return administrator;
    }

    private Caller acting(Caller caller, String account) {
        boolean own = account.equals(caller.accountId());
        if (!own && !(caller.administrator() && accounts.has(account))) {
            throw new Failure.NotFound("there is no account '" + account + "'");
        }
        return new Caller(caller.user(), account, false);
    }

    private ActionHandler actionsOf(Caller caller) {
        return caller.administrator()
                ? administratorAs(caller.user())
                : new AccountActions(
                        new ControlActions(servicesOf(caller), accessKeysOf(caller), facts.withoutTroubles()));
    }

    private ActionHandler administratorAs(String user) {
        return new ControlActions(services, accessKeysOf(new Caller(user, accounts.ownAccount(), true)), facts);
    }

    private AccessKeys accessKeysOf(Caller caller) {
        return of.accessKeys().of(new AccessKeyHolder(caller.user(), caller.accountId(), caller.administrator()));
    }

    /** The services as a policy may use them. */
    Services servicesOf(Ward ward) {
        return ward.administrators() ? services : servicesOf(new Caller(POLICY, ward.accountId(), false));
    }

    private Services servicesOf(Caller caller) {
        Account account = new Account(caller.accountId(), accounts.ownAccount());
        KeyServices keys = services.keys().of(account.id());
        VisibleSnapshots visible = new VisibleSnapshots(catalog, account, keys.owner(), sharing);
        ListedDevices devices = new ListedDevices(account.id(), accounts.devicesOf(account.id()));
        AccountVolumes volumes = new AccountVolumes(services.volumes(), account, devices);
        AccountManagedVolumes managed =
                new AccountManagedVolumes(services.serving().volumes(), account, visible, devices, keys);
        AccountSnapshots snapshots = new AccountSnapshots(
                services.snapshots(), visible, new AccountSnapshots.Subjects(volumes, managed), keys);
        AccountAttachments attachments =
                new AccountAttachments(services.serving().attachments(), managed);
        return new Services(
                volumes,
                new Serving(
                        managed,
                        new AccountVolumeCopies(services.serving().copies(), managed, keys),
                        attachments,
                        new AccountExports(
                                services.serving().exports(),
                                account,
                                caller.user(),
                                new AccountExports.Resources(managed, visible)),
                        new AccountMounts()),
                snapshots,
                new AccountRestores(services.restores(), visible, devices, owners),
                new AccountFastRestores(
                        services.fastRestores(),
                        visible,
                        new AccountFastRestores.Share(
                                accounts.fastRestoreGibibytesOf(account.id()), fastRestoreShares)),
                new AccountStore(services.store(), snapshots, visible, owners),
                new AccountZones(),
                new CatalogTags(catalog, record -> account.owns(record.ownerId())),
                new AccountTasks(services.tasks(), owners, account),
                keys,
                audit.of(account.id()),
                new AccountTouches(services.touches(), visible),
                new AccountSharing(sharing, visible),
                new AccountLocks(services.locks(), visible),
                AccountRecycling.of(services.recycling(), account),
                new Images(
                        of.images(),
                        of.imageUses(),
                        new ImageCaller(account.id(), false),
                        new ImageParts(snapshots, sharing, managed, managed::createLent, attachments)),
                new AccountPipelines(),
                new AccountFiles(),
                new AccountTiering(services.tiering(), visible),
                new AccountRemotes(),
                new AccountLifecycle(services.lifecycle(), visible),
                AccountServices::refuse);
    }

    /** The configuration is everybody's. */
    private static ConfigurationReload refuse() {
        throw new Failure.Denied(
                "reading the configuration anew is the administrator's alone", "root may; see ebsnapd(8)");
    }
}
