package io.ebsnap.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Every key that the configuration has, with its default. The manual page and the sample file are held to this list by a test. */
final class Settings {

    private static final String LVM_NAME = "[A-Za-z0-9+_.][A-Za-z0-9+_.-]{0,126}";
    private static final String THIN_POOL_FORM = "|" + LVM_NAME + "/" + LVM_NAME;

    private static final String ADDRESS_FORM = "|[^\\s:]+:[1-9][0-9]{0,4}|\\[[0-9a-fA-F:]+\\]:[1-9][0-9]{0,4}";

    static final Setting<Path> DATA_DIR =
            new Setting<>("store", "data-dir", "\"/var/lib/ebsnap\"", Parsers::absolutePath);

    static final Setting<Integer> STORE_COPIES = new Setting<>("store", "copies", "1", Parsers.number(1, 16));

    static final Setting<String> REGION_NAME = new Setting<>(
            "region", "name", "\"local\"", Parsers.matching("[a-z0-9][a-z0-9-]{0,31}", "a region's name"));

    static final Setting<Path> SOCKET_PATH =
            new Setting<>("socket", "path", "\"/run/ebsnap/ebsnapd.sock\"", Parsers::socketPath);
    static final Setting<String> SOCKET_GROUP = new Setting<>(
            "socket", "group", "\"ebsnap\"", Parsers.matching("[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}", "a group's name"));

    static final Setting<KeystoreRoot> KEYSTORE_ROOT =
            new Setting<>("keystore", "root", "\"key-file\"", Parsers.oneOf(KeystoreRoot.class));
    static final Setting<Optional<Path>> KEYSTORE_PATH =
            new Setting<>("keystore", "path", "\"\"", Parsers::optionalPath);

    static final Setting<KeystoreBackend> KEYSTORE_BACKEND =
            new Setting<>("keystore", "backend", "\"local\"", Parsers.oneOf(KeystoreBackend.class));

    static final Setting<Optional<Path>> TOKEN_MODULE =
            new Setting<>("pkcs11", "module", "\"\"", Parsers::optionalPath);
    static final Setting<String> TOKEN_LABEL = new Setting<>(
            "pkcs11",
            "token",
            "\"\"",
            Parsers.matching("|[^\\p{Cntrl} ]([^\\p{Cntrl}]{0,30}[^\\p{Cntrl} ])?", "a label"));
    static final Setting<Optional<Path>> TOKEN_PIN_FILE =
            new Setting<>("pkcs11", "pin-file", "\"\"", Parsers::optionalPath);

    static final Setting<Integer> COPY_THREADS = new Setting<>("snapshot", "copy-threads", "0", Parsers.number(0, 64));
    static final Setting<Integer> RUNNING_MAX = new Setting<>("snapshot", "running-max", "2", Parsers.number(1, 16));
    static final Setting<Integer> PENDING_MAX = new Setting<>("snapshot", "pending-max", "64", Parsers.number(1, 1000));
    static final Setting<Integer> FREEZE_LIMIT =
            new Setting<>("snapshot", "freeze-limit-seconds", "120", Parsers.number(1, 3600));
    static final Setting<Integer> HOOK_TIMEOUT =
            new Setting<>("snapshot", "hook-timeout-seconds", "60", Parsers.number(1, 3600));
    static final Setting<Integer> LVM_SNAPSHOT_PERCENT =
            new Setting<>("snapshot", "lvm-snapshot-percent", "15", Parsers.number(1, 100));
    static final Setting<String> SNAPSHOT_KEY = new Setting<>(
            "snapshot", "key", "\"alias/aws/ebs\"", Parsers.matching("[A-Za-z0-9:/_-]{1,256}", "a key's id or alias"));

    static final Setting<Integer> RECHECK_ONE_IN =
            new Setting<>("tracking", "recheck-one-in", "1000", Parsers.number(1, 1_000_000));
    static final Setting<Integer> RECHECK_BLOCKS_MIN =
            new Setting<>("tracking", "recheck-blocks-min", "32", Parsers.number(1, 1_000_000));
    static final Setting<Integer> KEPT_COPY_FREE_PERCENT =
            new Setting<>("tracking", "kept-copy-free-percent", "10", Parsers.number(0, 100));

    static final Setting<Optional<Path>> ARCHIVE_DIRECTORY =
            new Setting<>("archive", "directory", "\"\"", Parsers::optionalPath);
    static final Setting<Integer> ARCHIVE_LEVEL = new Setting<>("archive", "level", "9", Parsers.number(1, 19));
    static final Setting<Integer> ARCHIVE_MINIMUM_DAYS =
            new Setting<>("archive", "minimum-days", "90", Parsers.number(0, 36_500));
    static final Setting<Integer> ARCHIVE_THREADS = new Setting<>("archive", "threads", "0", Parsers.number(0, 16));

    static final Setting<Integer> RESTORE_THREADS = new Setting<>("restore", "threads", "0", Parsers.number(0, 64));

    static final Setting<String> ZONE = new Setting<>(
            "volumes", "zone", "\"a\"", Parsers.matching("[A-Za-z0-9][A-Za-z0-9-]{0,31}", "a zone's name"));
    static final Setting<Optional<Path>> VOLUMES_DIRECTORY =
            new Setting<>("volumes", "directory", "\"\"", Parsers::optionalPath);
    static final Setting<String> THIN_POOL =
            new Setting<>("volumes", "thin-pool", "\"\"", Parsers.matching(THIN_POOL_FORM, "GROUP/POOL"));
    static final Setting<Integer> DEVICE_WAIT =
            new Setting<>("volumes", "device-wait-seconds", "600", Parsers.number(1, 86_400));
    static final Setting<Boolean> NATIVE_SPEED = new Setting<>("volumes", "native-speed", "\"yes\"", Parsers::yesOrNo);
    static final Setting<Path> DEVICE_LINKS =
            new Setting<>("volumes", "device-links", "\"/dev/ebsnap\"", Parsers::absolutePath);
    static final Setting<VolumeEncryptionMode> ENCRYPTION =
            new Setting<>("volumes", "encryption", "\"auto\"", Parsers.oneOf(VolumeEncryptionMode.class));
    static final Setting<Integer> HYDRATIONS_MAX =
            new Setting<>("volumes", "hydrations-max", "2", Parsers.number(1, 16));
    static final Setting<Integer> HYDRATION_THREADS =
            new Setting<>("volumes", "hydration-threads", "0", Parsers.number(0, 64));

    static final Setting<Integer> SNAPSHOT_SPACE =
            new Setting<>("volumes", "snapshot-space-mebibytes", "1024", Parsers.number(1, 1 << 20));
    static final Setting<FastRestoreLimit> FAST_RESTORE_LIMIT =
            new Setting<>("fast-restore", "limit", "\"budget\"", Parsers.oneOf(FastRestoreLimit.class));
    static final Setting<Integer> FAST_RESTORE_BUDGET =
            new Setting<>("fast-restore", "budget-percent", "25", Parsers.number(1, 100));
    static final Setting<FastRestoreMethod> FAST_RESTORE_METHOD =
            new Setting<>("fast-restore", "method", "\"auto\"", Parsers.oneOf(FastRestoreMethod.class));
    static final Setting<Integer> READY_COPIES =
            new Setting<>("fast-restore", "ready-copies", "1", Parsers.number(1, 16));

    static final Setting<Optional<Path>> NBD_SOCKET = new Setting<>("nbd", "socket", "\"\"", Parsers::optionalPath);
    static final Setting<String> NBD_LISTEN =
            new Setting<>("nbd", "listen", "\"\"", Parsers.matching(ADDRESS_FORM, "HOST:PORT"));
    static final Setting<Optional<Path>> NBD_CERTIFICATE =
            new Setting<>("nbd", "tls-certificate", "\"\"", Parsers::optionalPath);
    static final Setting<Optional<Path>> NBD_KEY = new Setting<>("nbd", "tls-key", "\"\"", Parsers::optionalPath);
    static final Setting<Optional<Path>> NBD_CLIENT_CA =
            new Setting<>("nbd", "tls-client-ca", "\"\"", Parsers::optionalPath);
    static final Setting<Optional<Path>> NBD_PSK_FILE =
            new Setting<>("nbd", "tls-psk-file", "\"\"", Parsers::optionalPath);

    static final Setting<String> REMOTE_LISTEN =
            new Setting<>("remote", "listen", "\"\"", Parsers.matching(ADDRESS_FORM, "HOST:PORT"));
    static final Setting<Integer> TRANSFERS_MAX = new Setting<>("remote", "transfers-max", "2", Parsers.number(1, 16));

    static final Setting<Integer> SCRUB_PERIOD = new Setting<>("scrub", "period-days", "30", Parsers.number(0, 3650));
    static final Setting<Integer> SCRUB_RATE =
            new Setting<>("scrub", "mebibytes-per-second", "32", Parsers.number(1, 1 << 20));

    static final Setting<Optional<Path>> METRICS_SOCKET =
            new Setting<>("metrics", "socket", "\"\"", Parsers::optionalPath);
    static final Setting<String> METRICS_LISTEN =
            new Setting<>("metrics", "listen", "\"\"", Parsers.matching(ADDRESS_FORM, "HOST:PORT"));
    static final Setting<String> AWS_LISTEN =
            new Setting<>("aws", "listen", "\"\"", Parsers.matching(ADDRESS_FORM, "HOST:PORT"));
    static final Setting<Optional<Path>> AWS_SOCKET =
            new Setting<>("aws", "socket", "\"\"", Parsers::optionalSocketPath);
    static final Setting<AwsTls> AWS_TLS = new Setting<>("aws", "tls", "\"no\"", Parsers.oneOf(AwsTls.class));
    static final Setting<Optional<Path>> AWS_CERTIFICATE =
            new Setting<>("aws", "tls-certificate", "\"\"", Parsers::optionalPath);
    static final Setting<Optional<Path>> AWS_KEY = new Setting<>("aws", "tls-key", "\"\"", Parsers::optionalPath);
    static final Setting<Path> POLICIES =
            new Setting<>("lifecycle", "policies", "\"/etc/ebsnap/policies.d\"", Parsers::absolutePath);
    static final Setting<Boolean> SCHEDULER = new Setting<>("lifecycle", "scheduler", "\"yes\"", Parsers::yesOrNo);

    static final Setting<LogLevel> LOG_LEVEL = new Setting<>("log", "level", "\"info\"", Parsers.oneOf(LogLevel.class));

    static final Setting<String> ACCOUNT_ID = new Setting<>(
            "account", "id", "\"000000000000\"", Parsers.matching("[0-9]{12}", "an account of 12 digits"));

    static final Setting<Integer> AUDIT_KEEP =
            new Setting<>("audit", "keep-mebibytes", "1024", Parsers.number(2, 1 << 20));

    static final Setting<String> EVENT_COMMAND =
            new Setting<>("events", "command", "\"\"", Parsers.matching("[^\\p{Cntrl}]{0,1024}", "a command"));
    static final Setting<Optional<URI>> EVENT_WEBHOOK =
            new Setting<>("events", "webhook", "\"\"", Parsers::optionalUrl);

    static final List<Setting<?>> ALL = List.of(
            DATA_DIR,
            STORE_COPIES,
            REGION_NAME,
            SOCKET_PATH,
            SOCKET_GROUP,
            KEYSTORE_ROOT,
            KEYSTORE_PATH,
            KEYSTORE_BACKEND,
            TOKEN_MODULE,
            TOKEN_LABEL,
            TOKEN_PIN_FILE,
            COPY_THREADS,
            RUNNING_MAX,
            PENDING_MAX,
            FREEZE_LIMIT,
            HOOK_TIMEOUT,
            LVM_SNAPSHOT_PERCENT,
            SNAPSHOT_KEY,
            RECHECK_ONE_IN,
            RECHECK_BLOCKS_MIN,
            KEPT_COPY_FREE_PERCENT,
            RESTORE_THREADS,
            ZONE,
            VOLUMES_DIRECTORY,
            THIN_POOL,
            DEVICE_WAIT,
            NATIVE_SPEED,
            DEVICE_LINKS,
            ENCRYPTION,
            HYDRATIONS_MAX,
            HYDRATION_THREADS,
            SNAPSHOT_SPACE,
            ARCHIVE_DIRECTORY,
            ARCHIVE_LEVEL,
            ARCHIVE_MINIMUM_DAYS,
            ARCHIVE_THREADS,
            FAST_RESTORE_LIMIT,
            FAST_RESTORE_BUDGET,
            FAST_RESTORE_METHOD,
            READY_COPIES,
            NBD_SOCKET,
            NBD_LISTEN,
            NBD_CERTIFICATE,
            NBD_KEY,
            NBD_CLIENT_CA,
            NBD_PSK_FILE,
            REMOTE_LISTEN,
            TRANSFERS_MAX,
            SCRUB_PERIOD,
            SCRUB_RATE,
            METRICS_SOCKET,
            METRICS_LISTEN,
            AWS_LISTEN,
            AWS_SOCKET,
            AWS_TLS,
            AWS_CERTIFICATE,
            AWS_KEY,
            POLICIES,
            SCHEDULER,
            LOG_LEVEL,
            ACCOUNT_ID,
            AUDIT_KEEP,
            EVENT_COMMAND,
            EVENT_WEBHOOK);

    private Settings() {}
}
