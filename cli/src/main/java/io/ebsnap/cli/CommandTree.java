package io.ebsnap.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * All commands, wired. Making a command costs milliseconds of reflection, so only those that the arguments may mean are made;
 * when help or completion is wanted, or no known name is among the arguments, that is all of them.
 */
final class CommandTree {

    private static final Map<String, Function<Session, DaemonCommand>> VOLUME = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> NBD = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> SNAPSHOT = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> FILES = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> PUBLIC_ACCESS = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> ARCHIVE = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> RECYCLE_BIN = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> RULE = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> FSR = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> LIFECYCLE = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> IMAGE = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> STORE = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> ZONE = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> REMOTE = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> KEY = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> KEY_ROTATION = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> KEY_ALIAS = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> KEY_GRANT = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> ACCESS_KEY = new LinkedHashMap<>();
    private static final Map<String, Function<Session, DaemonCommand>> TASK = new LinkedHashMap<>();

    static {
        VOLUME.put("register", VolumeRegister::new);
        VOLUME.put("list", VolumeListing::new);
        VOLUME.put("show", VolumeShow::new);
        VOLUME.put("protection", VolumeProtectionListing::new);
        VOLUME.put("forget", VolumeForget::new);
        VOLUME.put("untrack", VolumeUntrack::new);
        VOLUME.put("create", VolumeCreate::new);
        VOLUME.put("attach", VolumeAttach::new);
        VOLUME.put("detach", VolumeDetach::new);
        VOLUME.put("hydration", VolumeHydration::new);
        VOLUME.put("wait", VolumeWait::new);
        VOLUME.put("resize", VolumeResize::new);
        VOLUME.put("clone", VolumeClone::new);
        VOLUME.put("copy", VolumeCopy::new);
        VOLUME.put("rollback", VolumeRollback::new);
        VOLUME.put("move", VolumeMoving::new);
        VOLUME.put("delete", VolumeDelete::new);
        NBD.put("list", NbdListing::new);
        NBD.put("export", NbdExport::new);
        NBD.put("unexport", NbdUnexport::new);
        SNAPSHOT.put("create", SnapshotCreate::new);
        SNAPSHOT.put("copy", SnapshotCopy::new);
        SNAPSHOT.put("pull", SnapshotPull::new);
        SNAPSHOT.put("push", SnapshotPush::new);
        SNAPSHOT.put("list", SnapshotListing::new);
        SNAPSHOT.put("show", SnapshotShow::new);
        SNAPSHOT.put("sizes", SnapshotSizing::new);
        SNAPSHOT.put("wait", SnapshotWait::new);
        SNAPSHOT.put("delete", SnapshotDelete::new);
        SNAPSHOT.put("diff", SnapshotDiff::new);
        SNAPSHOT.put("first-touch", SnapshotFirstTouch::new);
        SNAPSHOT.put("export", SnapshotExport::new);
        SNAPSHOT.put("import", SnapshotImport::new);
        SNAPSHOT.put("verify", SnapshotVerify::new);
        SNAPSHOT.put("archive", SnapshotArchive::new);
        SNAPSHOT.put("unarchive", SnapshotUnarchive::new);
        SNAPSHOT.put("tiers", SnapshotTiers::new);
        SNAPSHOT.put("share", SnapshotShare::new);
        SNAPSHOT.put("unshare", SnapshotUnshare::new);
        SNAPSHOT.put("lock", SnapshotLocking::new);
        SNAPSHOT.put("unlock", SnapshotUnlocking::new);
        SNAPSHOT.put("permissions", SnapshotPermissions::new);
        SNAPSHOT.put("mount", SnapshotMounting::new);
        SNAPSHOT.put("unmount", SnapshotUnmount::new);
        SNAPSHOT.put("mounts", SnapshotMountListing::new);
        FILES.put("list", FilesListing::new);
        FILES.put("cat", FilesCat::new);
        FILES.put("diff", FilesDiff::new);
        FILES.put("restore", FilesRestore::new);
        PUBLIC_ACCESS.put("enable", BlockPublicAccessEnable::new);
        PUBLIC_ACCESS.put("disable", BlockPublicAccessDisable::new);
        PUBLIC_ACCESS.put("show", BlockPublicAccessShow::new);
        RECYCLE_BIN.put("list", RecycleBinListing::new);
        RECYCLE_BIN.put("restore", RecycleBinRestore::new);
        RECYCLE_BIN.put("tag", RecycleBinTagging::new);
        RECYCLE_BIN.put("purge", RecycleBinPurge::new);
        RULE.put("create", RuleCreate::new);
        RULE.put("list", RuleListing::new);
        RULE.put("show", RuleShow::new);
        RULE.put("update", RuleUpdate::new);
        RULE.put("delete", RuleDelete::new);
        RULE.put("lock", RuleLocking::new);
        RULE.put("unlock", RuleUnlocking::new);
        RULE.put("preview", RulePreview::new);
        FSR.put("enable", FastRestoreEnable::new);
        FSR.put("disable", FastRestoreDisable::new);
        FSR.put("list", FastRestoreListing::new);
        ARCHIVE.put("status", ArchiveShow::new);
        ARCHIVE.put("verify", ArchiveVerify::new);
        ARCHIVE.put("gc", ArchiveCollect::new);
        LIFECYCLE.put("list", LifecycleListing::new);
        LIFECYCLE.put("show", LifecycleShow::new);
        LIFECYCLE.put("create", LifecycleCreate::new);
        LIFECYCLE.put("update", LifecycleUpdate::new);
        LIFECYCLE.put("delete", LifecycleDelete::new);
        LIFECYCLE.put("enable", LifecycleEnable::new);
        LIFECYCLE.put("disable", LifecycleDisable::new);
        LIFECYCLE.put("check", LifecycleCheck::new);
        LIFECYCLE.put("run", LifecycleRun::new);
        LIFECYCLE.put("preview", LifecyclePreview::new);
        LIFECYCLE.put("simulate", LifecycleSimulate::new);
        LIFECYCLE.put("explain", LifecycleExplain::new);
        IMAGE.put("create", ImageCreate::new);
        IMAGE.put("register", ImageRegister::new);
        IMAGE.put("list", ImageListing::new);
        IMAGE.put("show", ImageShow::new);
        IMAGE.put("copy", ImageCopy::new);
        IMAGE.put("launch", ImageLaunching::new);
        IMAGE.put("launches", ImageLaunchListing::new);
        IMAGE.put("terminate", ImageTerminate::new);
        IMAGE.put("share", ImageShare::new);
        IMAGE.put("unshare", ImageUnshare::new);
        IMAGE.put("permissions", ImagePermissions::new);
        IMAGE.put("protect", ImageProtect::new);
        IMAGE.put("deprecate", ImageDeprecate::new);
        IMAGE.put("disable", ImageDisable::new);
        IMAGE.put("enable", ImageEnable::new);
        IMAGE.put("tag", ImageTagging::new);
        IMAGE.put("untag", ImageUntagging::new);
        IMAGE.put("ancestry", ImageAncestryShow::new);
        IMAGE.put("deregister", ImageDeregister::new);
        IMAGE.put("build", ImageBuild::new);
        IMAGE.put("builds", ImageBuilds::new);
        IMAGE.put("pipelines", ImagePipelineListing::new);
        STORE.put("stats", StoreStats::new);
        STORE.put("verify", StoreVerify::new);
        STORE.put("scrub", StoreScrub::new);
        STORE.put("gc", StoreCollect::new);
        STORE.put("rebuild-index", StoreRebuild::new);
        ZONE.put("list", ZoneListing::new);
        ZONE.put("add", ZoneAdd::new);
        ZONE.put("drain", ZoneDrain::new);
        ZONE.put("remove", ZoneRemove::new);
        REMOTE.put("identity", RemoteIdentityShow::new);
        REMOTE.put("add", RemoteAdd::new);
        REMOTE.put("list", RemoteListing::new);
        REMOTE.put("check", RemoteCheck::new);
        REMOTE.put("snapshots", RemoteSnapshotListing::new);
        REMOTE.put("remove", RemoteRemove::new);
        KEY.put("create", KeyCreate::new);
        KEY.put("list", KeyListing::new);
        KEY.put("show", KeyShow::new);
        KEY.put("update", KeyUpdate::new);
        KEY.put("tag", KeyTagging::new);
        KEY.put("untag", KeyUntagging::new);
        KEY.put("enable", KeyEnable::new);
        KEY.put("disable", KeyDisable::new);
        KEY.put("schedule-deletion", KeyScheduleDeletion::new);
        KEY.put("cancel-deletion", KeyCancelDeletion::new);
        KEY.put("rotate", KeyRotate::new);
        KEY.put("default", KeyDefault::new);
        KEY.put("encryption-by-default", KeyEncryptionByDefault::new);
        KEY.put("export", KeyExport::new);
        KEY.put("import", KeyImport::new);
        KEY_ROTATION.put("show", KeyRotationShow::new);
        KEY_ROTATION.put("enable", KeyRotationEnable::new);
        KEY_ROTATION.put("disable", KeyRotationDisable::new);
        KEY_ROTATION.put("list", KeyRotationListing::new);
        KEY_ALIAS.put("list", KeyAliasListing::new);
        KEY_ALIAS.put("create", KeyAliasCreate::new);
        KEY_ALIAS.put("update", KeyAliasUpdate::new);
        KEY_ALIAS.put("delete", KeyAliasDelete::new);
        KEY_GRANT.put("list", KeyGrantListing::new);
        KEY_GRANT.put("create", KeyGrantCreate::new);
        KEY_GRANT.put("revoke", KeyGrantRevoke::new);
        KEY_GRANT.put("retire", KeyGrantRetire::new);
        ACCESS_KEY.put("create", AccessKeyCreate::new);
        ACCESS_KEY.put("list", AccessKeyListing::new);
        ACCESS_KEY.put("delete", AccessKeyDelete::new);
        TASK.put("list", TaskListing::new);
        TASK.put("show", TaskShow::new);
        TASK.put("wait", TaskWait::new);
        TASK.put("cancel", TaskCancel::new);
    }

    private final Session session;
    private final List<String> arguments;

    private CommandTree(Session session, List<String> arguments) {
        this.session = session;
        this.arguments = arguments;
    }

    /** The commands that the arguments may mean. */
    static CommandLine of(Session session, List<String> arguments) {
        boolean whole = arguments.contains("completion") || arguments.contains("-h") || arguments.contains("--help");
        return new CommandTree(session, whole ? List.of() : arguments).build();
    }

    private CommandLine build() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("status", () -> new StatusCommand(session));
        commands.put("report", () -> new ReportCommand(session));
        commands.put("volume", () -> group("Make devices known, and make, attach and fill volumes.", VOLUME));
        commands.put("snapshot", this::snapshotGroup);
        commands.put("restore", () -> new RestoreCommand(session));
        commands.put("fsr", () -> group("Make snapshots ready for volumes that are complete at once.", FSR));
        commands.put("lifecycle", () -> group("Let policies take, keep and delete snapshots.", LIFECYCLE));
        commands.put("recycle-bin", this::recycleBinGroup);
        commands.put(
                "image", () -> group("Keep the disks of a machine together, and launch volumes from them.", IMAGE));
        commands.put("nbd", () -> group("Serve volumes and snapshots by NBD.", NBD));
        commands.put("store", () -> group("See to the chunk store.", STORE));
        commands.put("archive", () -> group("See to the archive.", ARCHIVE));
        commands.put(
                "region",
                () -> groupOf("See the regions of this machine.", Map.of("list", () -> new RegionListing(session))));
        commands.put("zone", () -> group("Keep the store in several places.", ZONE));
        commands.put("remote", () -> group("Know other daemons, and see what can be copied from them.", REMOTE));
        commands.put("key", this::keyGroup);
        commands.put("access-key", () -> group("Let AWS's own tools in.", ACCESS_KEY));
        commands.put("task", () -> group("Watch and stop the daemon's long work.", TASK));
        commands.put("audit", () -> new AuditCommand(session));
        commands.put("events", () -> new EventsCommand(session));
        commands.put("completion", () -> new CompletionCommand(session));
        CommandLine root = new CommandLine(session.options());
        meant(commands).forEach((name, command) -> root.addSubcommand(name, command.get()));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        // A region, a volume or a file may have the name of a command: --region archive.
        root.setAllowSubcommandsAsOptionParameters(true);
        return root;
    }

    private CommandLine group(String header, Map<String, Function<Session, DaemonCommand>> commands) {
        return groupOf(header, made(commands));
    }

    private CommandLine snapshotGroup() {
        Map<String, Supplier<Object>> commands = made(SNAPSHOT);
        commands.put("files", () -> group("List, read, compare and restore single files of snapshots.", FILES));
        commands.put("block-public-access", () -> group("Keep snapshots from being public.", PUBLIC_ACCESS));
        return groupOf(
                "Take, copy, list, compare, check, archive, share, lock, mount, export, import and delete snapshots.",
                commands);
    }

    private CommandLine recycleBinGroup() {
        Map<String, Supplier<Object>> commands = made(RECYCLE_BIN);
        commands.put("rule", () -> group("Say what goes into the recycle bin, and for how long.", RULE));
        return groupOf("Bring back what was deleted.", commands);
    }

    private CommandLine keyGroup() {
        Map<String, Supplier<Object>> commands = made(KEY);
        commands.put("rotation", () -> group("Give a key new material again and again.", KEY_ROTATION));
        commands.put("alias", () -> group("Give keys names.", KEY_ALIAS));
        commands.put("grant", () -> group("Let accounts use keys.", KEY_GRANT));
        return groupOf("Make, list, rotate and delete keys, and keep them safe.", commands);
    }

    private Map<String, Supplier<Object>> made(Map<String, Function<Session, DaemonCommand>> commands) {
        Map<String, Supplier<Object>> made = new LinkedHashMap<>();
        commands.forEach((name, command) -> made.put(name, () -> command.apply(session)));
        return made;
    }

    private CommandLine groupOf(String header, Map<String, Supplier<Object>> commands) {
        CommandLine group = new CommandLine(new CommandGroup());
        group.getCommandSpec().usageMessage().header(header);
        meant(commands).forEach((name, command) -> group.addSubcommand(name, command.get()));
        return group;
    }

    /** The commands whose names are among the arguments; all of them if there are none. */
    private <C> Map<String, C> meant(Map<String, C> commands) {
        Map<String, C> meant = new LinkedHashMap<>(commands);
        meant.keySet().retainAll(arguments);
        return meant.isEmpty() ? commands : meant;
    }
}
