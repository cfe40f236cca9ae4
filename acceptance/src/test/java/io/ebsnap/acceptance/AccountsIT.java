package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.cli.CommandsOfUser;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real users of a real daemon, who act for two accounts, and each of whom tries every command on what the other has. */
@RequiresRoot
@Requires(command = "setpriv")
class AccountsIT {

    private static final String OWNER = "111111111111";
    private static final String OTHER = "222222222222";

    /** Users of every Debian, with one group: nobody, and the one that fetches packages. */
    private static final int NOBODY = 65534;

    private static final int APT = 42;
    private static final int NOGROUP = 65534;

    private static final int DONE = 0;
    private static final int NOT_FOUND = 3;
    private static final int DENIED = 7;
    private static final int LIMIT = 8;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private Path classes;

    @BeforeEach
    void prepare() throws IOException {
        Assumptions.assumeTrue(
                Commands.succeeds("getent", "passwd", "nobody") && Commands.succeeds("getent", "passwd", "_apt"),
                "users of Debian");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = DaemonHome.in(folder);
        Files.writeString(home.config(), """
                [socket]
                group = "nogroup"
                [accounts]
                "111111111111" = { users = ["nobody"], devices = ["/dev/no-such-directory/*"] }
                "222222222222" = { users = ["_apt"] }
                """);
        classes = OtherUser.readableClasses(folder);
    }

    private OtherUser owner() throws IOException {
        return OtherUser.of(NOBODY, NOGROUP, classes, home.socket());
    }

    /** The command line's own process would start anew for each command. */
    private OtherUser root() throws IOException {
        return OtherUser.of(0, 0, classes, home.socket());
    }

    private OtherUser other() throws IOException {
        return OtherUser.of(APT, NOGROUP, classes, home.socket());
    }

    /** A policy that everybody may read. */
    private Path policy() throws IOException {
        Path file = Files.writeString(
                folder.resolve("policy.toml"),
                "[target]\ntags = [\"backup\"]\n[schedule.y]\nevery = \"1 year\"\n[schedule.y.retain]\ncount = 1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    /** What the owner has, by the words of the cases. */
    private static Map<String, String> possessions(OtherUser owner, Path policy) {
        Map<String, String> things = new LinkedHashMap<>();
        things.put(
                "KEY",
                first(
                        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                        owner.run("key", "create", "--alias", "alias/secret-alias")));
        things.put("ACCESS", first("AKIA[A-Z2-7]{16}", owner.run("access-key", "create")));
        things.put(
                "GRANT",
                first(
                        "[0-9a-f]{64}",
                        owner.run(
                                "-o",
                                "json",
                                "key",
                                "grant",
                                "create",
                                "--to",
                                "333333333333",
                                "--operation",
                                "Decrypt",
                                "alias/secret-alias")));
        things.put(
                "VOL",
                first(
                        "vol-[0-9a-f]{17}",
                        owner.run(
                                "volume",
                                "create",
                                "--size",
                                "4M",
                                "--name",
                                "secret-volume",
                                "--tag",
                                "secret-tag=1")));
        things.put(
                "SNAP",
                first(
                        "snap-[0-9a-f]{17}",
                        owner.run("snapshot", "create", "secret-volume", "--description", "secret-words")));
        things.put(
                "SEALED",
                first(
                        "snap-[0-9a-f]{17}",
                        owner.run("snapshot", "create", "secret-volume", "--kms-key", "alias/secret-alias")));
        owner.run("nbd", "export", "--name", "secret-export", "secret-volume");
        things.put(
                "RULE",
                first(
                        "\\b[a-z0-9]{11}\\b",
                        owner.run(
                                "-o",
                                "json",
                                "recycle-bin",
                                "rule",
                                "create",
                                "--type",
                                "EBS_SNAPSHOT",
                                "--days",
                                "1",
                                "--match",
                                "secret-tag")));
        things.put(
                "TASK", first("task-[0-9a-f]{17}", owner.run("snapshot", "verify", "--no-wait", things.get("SNAP"))));
        things.put("POLICY", first("policy-[0-9a-f]{17}", owner.run("lifecycle", "create", policy.toString())));
        things.put(
                "IMAGE",
                first(
                        "ami-[0-9a-f]{17}",
                        owner.run("image", "register", "secret-words", "/dev/sda=" + things.get("SNAP"))));
        things.put("LAUNCH", first("launch-[0-9a-f]{17}", owner.run("image", "launch", things.get("IMAGE"))));
        things.put("MAPPING", "/dev/sda=" + things.get("SNAP"));
        things.put("NAME", "secret-volume");
        things.put("ALIAS", "alias/secret-alias");
        things.put("EXPORT", "secret-export");
        return things;
    }

    /** The same words for what does not exist. */
    private static Map<String, String> nothings() {
        Map<String, String> things = new LinkedHashMap<>();
        things.put("KEY", "00000000-0000-4000-8000-000000000000");
        things.put("GRANT", "0".repeat(64));
        things.put("VOL", "vol-00000000000000000");
        things.put("SNAP", "snap-00000000000000000");
        things.put("SEALED", "snap-00000000000000001");
        things.put("TASK", "task-00000000000000000");
        things.put("POLICY", "policy-00000000000000000");
        things.put("IMAGE", "ami-00000000000000000");
        things.put("LAUNCH", "launch-00000000000000000");
        things.put("MAPPING", "/dev/sda=snap-00000000000000000");
        things.put("NAME", "no-such-volume");
        things.put("ALIAS", "alias/no-such");
        things.put("EXPORT", "no-such-export");
        things.put("RULE", "nosuchrule0");
        return things;
    }

    /** How a command ends, and its arguments, in which words in capitals are things. */
    private record Attempt(int status, String arguments) {}

    private static Map<String, Attempt> attempts(Path passphrase, Path policy) {
        Map<String, Attempt> cases = new LinkedHashMap<>();
        // First, since the log will hold what is typed below.
        put(cases, DONE, "audit --after 0", "events --after 0");
        put(
                cases,
                DONE,
                "status",
                "region list",
                "volume list",
                "volume protection",
                "nbd list",
                "snapshot list",
                "snapshot tiers",
                "image list",
                "image launches",
                "fsr list",
                "key list",
                "key alias list",
                "task list");
        put(
                cases,
                DONE,
                "snapshot block-public-access enable --state block-all-sharing",
                "snapshot block-public-access disable",
                "snapshot block-public-access show");
        put(cases, DONE, "access-key list", "access-key create");
        put(cases, NOT_FOUND, "access-key delete ACCESS");
        put(cases, DONE, "key create --description x", "completion bash");
        put(
                cases,
                DENIED,
                "volume register /dev/null",
                "volume attach VOL",
                "volume detach NAME",
                "fsr enable SNAP",
                "fsr disable SNAP");
        put(cases, DENIED, "report", "store stats", "store verify", "store scrub", "store gc", "store rebuild-index");
        put(cases, DENIED, "archive status", "archive verify", "archive gc");
        put(cases, DENIED, "image build web", "image builds", "image pipelines");
        put(cases, DENIED, "snapshot export SNAP /tmp/x.raw", "snapshot import /tmp/x.raw");
        put(
                cases,
                DENIED,
                "snapshot mount --list SNAP",
                "snapshot mount SNAP /tmp",
                "snapshot mounts",
                "snapshot unmount SNAP",
                "snapshot files list SNAP",
                "snapshot files cat SNAP /etc/hosts",
                "snapshot files diff SNAP SEALED",
                "snapshot files restore SNAP /etc --to /tmp");
        put(cases, DENIED, "zone list", "zone add --store /tmp/x b", "zone drain a", "zone remove a");
        put(
                cases,
                DENIED,
                "remote identity",
                "remote list",
                "remote add --fingerprint " + "ab".repeat(32) + " x",
                "remote check x",
                "remote snapshots x",
                "remote remove x",
                "snapshot pull x SNAP",
                "snapshot push x SNAP");
        put(cases, DENIED, "key default", "key encryption-by-default show");
        put(
                cases,
                DENIED,
                "key export --passphrase-file " + passphrase + " " + passphrase.resolveSibling("open") + "/key");
        put(cases, DENIED, "key import --passphrase-file " + passphrase + " " + passphrase);
        put(
                cases,
                NOT_FOUND,
                "volume show VOL",
                "volume forget NAME",
                "volume untrack VOL",
                "volume create --snapshot SNAP",
                "volume hydration NAME");
        put(
                cases,
                NOT_FOUND,
                "volume wait VOL",
                "volume resize VOL 8M",
                "volume move VOL --zone b",
                "volume clone VOL",
                "volume copy VOL",
                "volume rollback VOL SNAP",
                "volume delete NAME");
        put(cases, NOT_FOUND, "nbd export SNAP", "nbd unexport --force EXPORT");
        put(
                cases,
                NOT_FOUND,
                "snapshot create VOL",
                "snapshot copy SNAP",
                "snapshot sizes SNAP",
                "snapshot show SNAP",
                "snapshot wait SNAP",
                "snapshot delete SEALED",
                "snapshot diff SNAP SEALED");
        put(
                cases,
                NOT_FOUND,
                "snapshot first-touch SNAP",
                "snapshot verify SNAP",
                "snapshot share --with 222222222222 --grant SEALED");
        put(cases, NOT_FOUND, "snapshot archive SNAP", "snapshot unarchive --days 1 SNAP");
        put(
                cases,
                DONE,
                "recycle-bin list",
                "recycle-bin list --images",
                "recycle-bin rule list",
                "recycle-bin rule create --type EBS_SNAPSHOT --days 1 --match no-such-tag");
        put(cases, DENIED, "recycle-bin purge --yes SNAP");
        put(
                cases,
                NOT_FOUND,
                "recycle-bin restore SNAP",
                "recycle-bin restore IMAGE",
                "recycle-bin tag IMAGE a=b",
                "recycle-bin rule preview IMAGE",
                "recycle-bin tag SEALED a=b",
                "recycle-bin rule show RULE",
                "recycle-bin rule update --days 9 RULE",
                "recycle-bin rule delete RULE",
                "recycle-bin rule lock --unlock-delay 7 RULE",
                "recycle-bin rule unlock RULE",
                "recycle-bin rule preview SNAP");
        put(cases, NOT_FOUND, "snapshot lock --mode governance --days 1 SNAP", "snapshot unlock SEALED");
        put(cases, NOT_FOUND, "snapshot unshare --all SNAP", "snapshot permissions SNAP", "restore SNAP /dev/null");
        put(
                cases,
                NOT_FOUND,
                "key show ALIAS",
                "key update --description x KEY",
                "key tag KEY a=b",
                "key untag KEY a",
                "key enable KEY");
        put(
                cases,
                NOT_FOUND,
                "key disable --yes KEY",
                "key schedule-deletion --yes ALIAS",
                "key cancel-deletion KEY",
                "key rotate KEY");
        put(
                cases,
                NOT_FOUND,
                "key rotation show KEY",
                "key rotation enable KEY",
                "key rotation disable KEY",
                "key rotation list ALIAS");
        put(cases, NOT_FOUND, "key alias create alias/x KEY", "key alias update ALIAS KEY", "key alias delete ALIAS");
        put(
                cases,
                NOT_FOUND,
                "key grant list KEY",
                "key grant create --to 222222222222 --operation Decrypt KEY",
                "key grant revoke KEY GRANT",
                "key grant retire KEY GRANT");
        put(
                cases,
                DONE,
                "lifecycle list",
                "lifecycle create " + policy,
                "lifecycle check " + policy,
                "lifecycle run",
                "lifecycle preview",
                "lifecycle simulate");
        put(
                cases,
                NOT_FOUND,
                "lifecycle show POLICY",
                "lifecycle update POLICY " + policy,
                "lifecycle delete POLICY",
                "lifecycle enable POLICY",
                "lifecycle disable POLICY",
                "lifecycle explain SNAP");
        put(
                cases,
                NOT_FOUND,
                "image create other-copy VOL",
                "image register other-copy MAPPING",
                "image show IMAGE",
                "image copy IMAGE other-name",
                "image ancestry IMAGE",
                "image launch IMAGE",
                "image terminate --yes LAUNCH");
        put(
                cases,
                NOT_FOUND,
                "image share --with 222222222222 IMAGE",
                "image unshare --all IMAGE",
                "image permissions IMAGE",
                "image protect IMAGE",
                "image deprecate --off IMAGE",
                "image disable IMAGE",
                "image enable IMAGE");
        put(cases, NOT_FOUND, "image tag IMAGE a=b", "image untag IMAGE a", "image deregister IMAGE");
        put(cases, NOT_FOUND, "task show TASK", "task wait TASK", "task cancel TASK");
        return cases;
    }

    private static void put(Map<String, Attempt> cases, int status, String... commands) {
        for (String command : commands) {
            String path = CommandsOfUser.all().stream()
                    .filter(known -> (command + " ").startsWith(known + " "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no command for: " + command));
            cases.put(path, new Attempt(status, command));
        }
    }

    @Test
    void whatIsAnothersDoesNotExistForAnyCommand() throws IOException {
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery");
        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(
                Files.createDirectory(folder.resolve("open")), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser root = root();
                OtherUser owner = owner();
                OtherUser other = other()) {
            Map<String, String> theirs = possessions(owner, policy());
            Map<String, Attempt> cases = attempts(passphrase, policy());
            assertThat(cases.keySet())
                    .as("a case for each command")
                    .containsExactlyInAnyOrderElementsOf(CommandsOfUser.all());
            List<String> wrong = new ArrayList<>();
            cases.values().forEach(attempt -> wrong.addAll(findings(other, attempt, theirs)));
            assertThat(wrong).isEmpty();
            assertThat(owner.run("volume", "show", "secret-volume")).contains(theirs.get("VOL"));
            assertThat(owner.run("snapshot", "list"))
                    .contains(theirs.get("SNAP"))
                    .contains(theirs.get("SEALED"));
            assertThat(owner.run("key", "show", "alias/secret-alias")).contains("Enabled");
            assertThat(owner.run("key", "grant", "list", "alias/secret-alias")).contains("333333333333");
            assertThat(owner.run("nbd", "list")).contains(OWNER + ".secret-export");
            assertThat(root.run("snapshot", "list")).contains(theirs.get("SNAP"));
            daemon.stop();
        }
    }

    /** Another end than the case says, other words than for what does not exist, or anything of what the owner has. */
    private static List<String> findings(OtherUser other, Attempt attempt, Map<String, String> theirs) {
        Map<String, String> nothings = nothings();
        OtherUser.Result seen = other.attempt(arguments(attempt, theirs));
        List<String> wrong = new ArrayList<>();
        if (seen.status() != attempt.status()) {
            wrong.add(attempt + " ended with " + seen.status() + ": " + seen.output());
        }
        String typed = String.join(" ", arguments(attempt, theirs));
        for (String thing : theirs.values()) {
            if (!typed.contains(thing) && seen.output().contains(thing)) {
                wrong.add(attempt + " tells " + thing + ": " + seen.output());
            }
        }
        if (seen.output().replace(typed, "").contains("secret-w")
                || seen.output().contains("secret-tag")) {
            wrong.add(attempt + " tells words: " + seen.output());
        }
        if (attempt.status() == NOT_FOUND) {
            OtherUser.Result missing = other.attempt(arguments(attempt, nothings));
            if (!neutral(seen.output(), theirs).equals(neutral(missing.output(), nothings))) {
                wrong.add(attempt + " says: " + seen.output() + "\nand of nothing: " + missing.output());
            }
        }
        return wrong;
    }

    private static String[] arguments(Attempt attempt, Map<String, String> things) {
        return Arrays.stream(attempt.arguments().split(" ", -1))
                .map(word -> things.getOrDefault(word, word))
                .toArray(String[]::new);
    }

    private static String neutral(String output, Map<String, String> things) {
        String result = output;
        for (Map.Entry<String, String> thing : things.entrySet()) {
            result = result.replace(thing.getValue(), thing.getKey());
        }
        return result;
    }

    @Test
    void namesAliasesAndDefaultKeysAreAnAccountsOwn() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser root = root();
                OtherUser owner = owner();
                OtherUser other = other()) {
            for (OtherUser user : List.of(owner, other)) {
                user.run("key", "create", "--alias", "alias/mine");
                user.run("volume", "create", "--size", "4M", "--name", "data");
                user.run("snapshot", "create", "data");
                user.run("nbd", "export", "data", "--name", "data");
            }
            root.run("volume", "create", "--size", "4M", "--name", "data");
            root.run("snapshot", "create", "data");
            String first = first("KmsKeyId\" *: *\"[^\"]*", owner.run("-o", "json", "snapshot", "list"));
            String second = first("KmsKeyId\" *: *\"[^\"]*", other.run("-o", "json", "snapshot", "list"));
            assertThat(first).contains(OWNER).isNotEqualTo(second);
            assertThat(second).contains(OTHER);
            assertThat(owner.run("snapshot", "list").lines()).hasSize(2);
            assertThat(root.run("snapshot", "list").lines()).hasSize(4);
            assertThat(owner.run("status")).contains("1 completed");
            assertThat(owner.attempt("snapshot", "create", "data", "--pre", "true")
                            .status())
                    .isEqualTo(DENIED);
            assertThat(owner.attempt("snapshot", "create", "/etc/shadow").output())
                    .isEqualTo(
                            owner.attempt("snapshot", "create", "/etc/shadow").output())
                    .contains("may not use '/etc/shadow'");
            assertThat(owner.attempt("volume", "create", "--size", "4M", "--target", "/etc/new")
                            .status())
                    .isEqualTo(DENIED);
            daemon.kill();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser owner = owner()) {
            assertThat(owner.run("volume", "list").lines()).hasSize(2);
            assertThat(owner.run("nbd", "list")).contains(OWNER + ".data").doesNotContain(OTHER);
            daemon.stop();
        }
    }

    @Test
    @Requires(command = "nbdinfo")
    void exportsAreSeenByTheirAccountAndByWhomTheyName() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser root = root();
                OtherUser owner = owner();
                OtherUser other = other()) {
            root.run("volume", "create", "--size", "4M", "--name", "data");
            root.run("nbd", "export", "data", "--name", "everybodys");
            owner.run("volume", "create", "--size", "4M", "--name", "data");
            owner.run("nbd", "export", "data", "--name", "mine");
            owner.run("nbd", "export", "data", "--name", "given", "--allow", "user:_apt");
            assertThat(exportsSeenBy(NOBODY)).contains(OWNER + ".mine").doesNotContain("everybodys");
            assertThat(exportsSeenBy(APT))
                    .contains(OWNER + ".given")
                    .doesNotContain(".mine")
                    .doesNotContain("everybodys");
            assertThat(exportsSeenBy(0)).contains("everybodys").contains(OWNER + ".mine");
            assertThat(nbdinfo(NOBODY, OWNER + ".mine").status()).isZero();
            assertThat(nbdinfo(APT, OWNER + ".given").status()).isZero();
            assertThat(nbdinfo(APT, OWNER + ".mine").output().replace(".mine", ".none"))
                    .isEqualTo(nbdinfo(APT, OWNER + ".none").output());
            assertThat(nbdinfo(APT, "everybodys").status()).isNotZero();
            assertThat(other.run("nbd", "list").lines()).as("a header alone").hasSize(1);
            daemon.stop();
        }
    }

    private String exportsSeenBy(int user) {
        return as(
                        user,
                        "nbdinfo",
                        "--list",
                        "nbd+unix://?socket=" + home.socket().resolveSibling("nbd.sock"))
                .output();
    }

    private Commands.Result nbdinfo(int user, String export) {
        return as(
                user,
                "nbdinfo",
                "nbd+unix:///" + export + "?socket=" + home.socket().resolveSibling("nbd.sock"));
    }

    private static Commands.Result as(int user, String... command) {
        List<String> all =
                new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + NOGROUP, "--clear-groups"));
        all.addAll(List.of(command));
        return Commands.attempt(all.toArray(String[]::new));
    }

    @Test
    void aSharedSnapshotIsUsedByWhomItIsSharedWithAndByNobodyElse() throws IOException {
        TestImage image = new TestImage(folder.resolve("secret-source.img"), (4L << 20) + 4096, new Random(3));
        image.change(9);
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser root = root();
                OtherUser owner = owner();
                OtherUser other = other()) {
            String grantless = CommandLine.snapshotId(
                    root.run("snapshot", "create", image.file().toString()));
            assertThat(root.attempt("snapshot", "share", grantless, "--with", OTHER, "--grant")
                            .output())
                    .contains("default key")
                    .contains("hint:");
            root.run("key", "create", "--alias", "alias/mine");
            String snapshot = CommandLine.snapshotId(root.run(
                    "snapshot", "create", image.file().toString(), "--kms-key", "alias/mine", "--tag", "secret-tag=1"));
            assertThat(root.attempt("snapshot", "share", snapshot, "--with", OTHER)
                            .status())
                    .isEqualTo(DENIED);
            List<String> packs = packs();
            root.run("snapshot", "share", snapshot, "--with", OTHER, "--grant");
            assertThat(packs()).as("no data is written").isEqualTo(packs);
            assertThat(owner.attempt("snapshot", "show", snapshot).status()).isEqualTo(NOT_FOUND);
            assertThat(other.run("snapshot", "show", snapshot))
                    .contains(snapshot)
                    .doesNotContain("secret");
            assertThat(other.run("snapshot", "list", "--restorable-by", "self")).contains(snapshot);
            assertThat(other.run("snapshot", "list", "--owner", "self")).doesNotContain(snapshot);
            for (List<String> command : List.of(
                    List.of("snapshot", "delete", snapshot),
                    List.of("snapshot", "permissions", snapshot),
                    List.of("snapshot", "share", snapshot, "--with", OWNER),
                    List.of("snapshot", "first-touch", snapshot))) {
                assertThat(other.attempt(command.toArray(String[]::new)).status())
                        .as(command.toString())
                        .isEqualTo(DENIED);
            }
            other.run("volume", "create", "--snapshot", snapshot, "--name", "copy");
            String copied = first("snap-[0-9a-f]{17}", other.run("snapshot", "create", "copy"));
            other.run("nbd", "export", snapshot, "--name", "shared");
            Path restored = folder.resolve("restored.img");
            root.run("restore", copied, restored.toString());
            assertThat(TestImage.digest(restored)).isEqualTo(image.digest());
            root.run("snapshot", "unshare", snapshot, "--all");
            assertThat(other.attempt("volume", "create", "--snapshot", snapshot).status())
                    .isEqualTo(NOT_FOUND);
            assertThat(other.run("volume", "show", "copy")).contains("copy");
            root.run("snapshot", "share", snapshot, "--with", OTHER);
            String grant = first("[0-9a-f]{64}", root.run("-o", "json", "key", "grant", "list", "alias/mine"));
            root.run("key", "grant", "revoke", "alias/mine", grant);
            assertThat(other.attempt("volume", "create", "--snapshot", snapshot).status())
                    .isEqualTo(DENIED);
            daemon.stop();
        }
    }

    @Test
    void eachSeesInLogAndEventsWhatItDidAndWhatBecameOfItsThings() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser root = root();
                OtherUser owner = owner();
                OtherUser other = other()) {
            assertThat(owner.run("audit", "--after", "0")).isEmpty();
            String volume = first("vol-[0-9a-f]{17}", owner.run("volume", "create", "--size", "4M", "--name", "mine"));
            String snapshot = first("snap-[0-9a-f]{17}", owner.run("snapshot", "create", "mine"));
            String log = owner.run("audit", "--after", "0");
            assertThat(numbers(log)).as("of the owner's own lines").isSorted().startsWith(1, 2, 3);
            other.run("volume", "create", "--size", "4M", "--name", "theirs");
            other.run("snapshot", "create", "theirs");
            root.run("volume", "create", "--size", "4M", "--name", "roots");
            assertThat(owner.run("audit", "--after", "0"))
                    .as("after what others did")
                    .isEqualTo(log)
                    .contains("user:nobody", "CreateSnapshot", snapshot, volume)
                    .doesNotContain("_apt", "user:root", "theirs", "roots");
            assertThat(owner.attempt("audit", "--verify").status()).isEqualTo(DENIED);
            String events = owner.run("events", "--after", "0");
            assertThat(events).contains("createVolume", "createSnapshot").doesNotContain("request");
            root.run("snapshot", "delete", snapshot);
            String later =
                    owner.run("events", "--after", String.valueOf(numbers(log).getLast()));
            assertThat(later).contains("deleteSnapshot", snapshot).doesNotContain("user:root");
            assertThat(later.lines()).hasSize(1);
            assertThat(root.run("-o", "json", "audit", "--after", "0")).contains("\"OwnerId\":\"" + OTHER + "\"");
            daemon.kill();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser owner = owner()) {
            List<Integer> before = numbers(owner.run("audit", "--after", "0"));
            owner.run("volume", "create", "--size", "4M", "--name", "second");
            List<Integer> after = numbers(owner.run("audit", "--after", "0"));
            assertThat(after).hasSizeGreaterThan(before.size()).startsWith(before.toArray(Integer[]::new));
            assertThat(after.getLast()).as("without a gap").isEqualTo(after.size());
            daemon.stop();
        }
    }

    @Test
    void theAdministratorActsForAnAccountAndNobodyElseDoes() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser root = root();
                OtherUser owner = owner();
                OtherUser other = other()) {
            String volume = first(
                    "vol-[0-9a-f]{17}",
                    root.run("--account", OWNER, "volume", "create", "--size", "4M", "--name", "data"));
            root.run("volume", "create", "--size", "4M", "--name", "data");
            other.run("volume", "create", "--size", "4M", "--name", "data");
            String snapshot = first("snap-[0-9a-f]{17}", root.run("--account", OWNER, "snapshot", "create", "data"));
            String copy = first("vol-[0-9a-f]{17}", owner.run("volume", "copy", "data", "--name", "copy"));
            assertThat(other.run("volume", "list")).doesNotContain(copy);
            assertThat(root.run("snapshot", "list").lines())
                    .as("a header, and none of a copy")
                    .hasSize(2);
            assertThat(owner.run("events", "--after", "0")).contains("createVolume", copy);
            assertThat(owner.run("volume", "list")).contains(volume);
            assertThat(root.run("--account", OWNER, "volume", "list"))
                    .isEqualTo(owner.run("volume", "list"))
                    .isNotEqualTo(root.run("volume", "list"));
            assertThat(owner.run("-o", "json", "snapshot", "show", snapshot))
                    .contains(OWNER)
                    .contains(volume);
            assertThat(root.run("--account", OTHER, "snapshot", "list").lines())
                    .as("a header alone")
                    .hasSize(1);
            assertThat(root.attempt("--account", OTHER, "snapshot", "show", snapshot)
                            .status())
                    .isEqualTo(NOT_FOUND);
            assertThat(root.attempt("--account", OWNER, "volume", "create", "--size", "4M", "--target", "/etc/new")
                            .status())
                    .as("not more than the account may")
                    .isEqualTo(DENIED);
            assertThat(root.run("-o", "json", "audit", "--after", "0", "--kind", "request")
                            .lines()
                            .filter(line -> line.contains("CreateSnapshot")))
                    .singleElement()
                    .asString()
                    .contains("\"Principal\":\"user:root\"")
                    .contains("\"AccountId\":\"000000000000\"")
                    .contains("\"OwnerId\":\"" + OWNER + "\"");
            assertThat(owner.run("audit", "--after", "0")).contains("user:root").contains("CreateSnapshot");
            assertThat(owner.run("--account", OWNER, "volume", "list")).contains(volume);
            OtherUser.Result known = other.attempt("--account", OWNER, "volume", "list");
            OtherUser.Result unknown = other.attempt("--account", "999999999999", "volume", "list");
            assertThat(known.status()).isEqualTo(NOT_FOUND);
            assertThat(known.output().replace(OWNER, "999999999999")).isEqualTo(unknown.output());
            assertThat(root.attempt("--account", "999999999999", "volume", "list"))
                    .isEqualTo(unknown);
            daemon.stop();
        }
    }

    @Test
    void fastRestoreIsEnabledWithinTheShareOfAnAccount() throws IOException {
        Files.writeString(home.config(), """
                [socket]
                group = "nogroup"
                [fast-restore]
                budget-percent = 1
                [accounts]
                "111111111111" = { users = ["nobody"], fast-restore-gibibytes = 1 }
                "222222222222" = { users = ["_apt"], fast-restore-gibibytes = 1 }
                """);
        try (RunningDaemon daemon = RunningDaemon.start(home);
                OtherUser root = root();
                OtherUser owner = owner();
                OtherUser other = other()) {
            owner.run("volume", "create", "--size", "4M", "--name", "data");
            String first = first("snap-[0-9a-f]{17}", owner.run("snapshot", "create", "data"));
            String second = first("snap-[0-9a-f]{17}", owner.run("snapshot", "create", "data"));
            owner.run("fsr", "enable", "--wait", first);
            OtherUser.Result full = owner.attempt("fsr", "enable", second);
            assertThat(full.status()).as(full.output()).isEqualTo(LIMIT);
            assertThat(full.output()).contains("of which 1 are taken");
            owner.run("fsr", "enable", first);
            assertThat(owner.run("volume", "create", "--snapshot", first)).contains("vol-");
            for (String verb : List.of("enable", "disable")) {
                assertThat(other.attempt("fsr", verb, first).output().replace(first, "SNAP"))
                        .as(verb)
                        .isEqualTo(other.attempt("fsr", verb, "snap-00000000000000000")
                                .output()
                                .replace("snap-00000000000000000", "SNAP"));
                assertThat(other.attempt("fsr", verb, first).status()).isEqualTo(NOT_FOUND);
            }
            assertThat(other.run("fsr", "list")).doesNotContain(first);
            assertThat(root.run("fsr", "list")).contains(first);
            owner.run("fsr", "disable", "--wait", first);
            owner.run("fsr", "enable", "--wait", second);
            daemon.stop();
        }
    }

    /** The first word of each line. */
    private static List<Integer> numbers(String lines) {
        return lines.lines().map(line -> Integer.valueOf(line.split(" ", 2)[0])).toList();
    }

    private List<String> packs() throws IOException {
        try (Stream<Path> files = Files.walk(home.data().resolve("store").resolve("packs"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private static String first(String pattern, String output) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in: " + output);
        }
        return matcher.group();
    }
}
