package io.ebsnap.config;

import io.ebsnap.config.EbsnapdConfig.ArchiveConfig;
import io.ebsnap.config.EbsnapdConfig.AuditConfig;
import io.ebsnap.config.EbsnapdConfig.AwsConfig;
import io.ebsnap.config.EbsnapdConfig.FastRestoreConfig;
import io.ebsnap.config.EbsnapdConfig.KeystoreConfig;
import io.ebsnap.config.EbsnapdConfig.LifecycleConfig;
import io.ebsnap.config.EbsnapdConfig.MetricsConfig;
import io.ebsnap.config.EbsnapdConfig.NbdConfig;
import io.ebsnap.config.EbsnapdConfig.RemoteConfig;
import io.ebsnap.config.EbsnapdConfig.ScrubConfig;
import io.ebsnap.config.EbsnapdConfig.SnapshotConfig;
import io.ebsnap.config.EbsnapdConfig.SocketConfig;
import io.ebsnap.config.EbsnapdConfig.TokenConfig;
import io.ebsnap.config.EbsnapdConfig.TrackingConfig;
import io.ebsnap.config.EbsnapdConfig.VolumesConfig;
import io.ebsnap.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the configuration together: defaults, then the file, then the environment, then the command line. */
public final class ConfigReader {

    private static final String CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY";
    private static final String CREDENTIAL_NAME = "ebsnap.root";
    private static final String PIN_CREDENTIAL_NAME = "ebsnap.pin";
    private static final String KEY_FILE_NAME = "root.key";

    /** Workers that wait for a device while as many as there are processors work. */
    private static final int WAITING_WORKERS = 2;

    /** Each worker has buffers of two MiB. */
    private static final int WORKERS_MAX = 32;

    /** More have no buffers in a writer. */
    private static final int ARCHIVE_THREADS_MAX = 16;

    private final Map<String, String> environment;
    private final int processors;

    /**
     * @param environment variables; {@code EBSNAP_} and a key's path in capitals outranks the file
     * @param processors that the machine has: 0 threads stands for two more, up to 32
     */
    public ConfigReader(Map<String, String> environment, int processors) {
        this.environment = Map.copyOf(environment);
        this.processors = processors;
    }

    /**
     * Reads the configuration.
     *
     * @throws Failure.Invalid if a value is wrong or a key is not known; it names file or variable, and key
     */
    public EbsnapdConfig read(DaemonArguments arguments) {
        Map<String, Origin> texts = new HashMap<>();
        List<AccountConfig> accounts = List.of();
        Optional<RegionPlaces> region = arguments.region().map(ConfigReader::places);
        region.ifPresent(places -> putPlaces(texts, places));
        Path file = arguments
                .config()
                .orElseGet(() -> region.map(RegionPlaces::config).orElse(DaemonArguments.CONFIG_DEFAULT));
        if (arguments.config().isPresent() || Files.exists(file)) {
            accounts = ConfigFile.accounts(file);
            ConfigFile.read(file).forEach((key, text) -> texts.put(key, new Origin(file + ": " + key, text)));
        }
        for (Setting<?> setting : Settings.ALL) {
            String text = environment.get(setting.variable());
            if (text != null) {
                texts.put(setting.path(), new Origin("environment variable " + setting.variable(), text));
            }
        }
        arguments.dataDirectory().ifPresent(path -> put(texts, Settings.DATA_DIR, "--data-dir", path));
        arguments.socket().ifPresent(path -> put(texts, Settings.SOCKET_PATH, "--socket", path));
        region.ifPresent(places -> requireRegion(texts, places.name()));
        return assemble(new Values(texts), accounts);
    }

    private static void put(Map<String, Origin> texts, Setting<?> setting, String option, Path path) {
        texts.put(setting.path(), new Origin("option " + option, path.toString()));
    }

    private static RegionPlaces places(String region) {
        try {
            return new RegionPlaces(Settings.REGION_NAME.parser().apply(region));
        } catch (IllegalArgumentException e) {
            throw new Failure.Invalid("option --region " + e.getMessage(), "for example: --region archive");
        }
    }

    private static void putPlaces(Map<String, Origin> texts, RegionPlaces places) {
        String words = "option --region";
        texts.put(Settings.REGION_NAME.path(), new Origin(words, places.name()));
        texts.put(
                Settings.DATA_DIR.path(),
                new Origin(words, places.dataDirectory().toString()));
        texts.put(Settings.SOCKET_PATH.path(), new Origin(words, places.socket().toString()));
        texts.put(Settings.POLICIES.path(), new Origin(words, places.policies().toString()));
        texts.put(
                Settings.DEVICE_LINKS.path(),
                new Origin(words, places.deviceLinks().toString()));
    }

    /** A file that was meant for another region has another region's places. */
    private static void requireRegion(Map<String, Origin> texts, String region) {
        Origin named = texts.get(Settings.REGION_NAME.path());
        if (named != null && !named.text().equals(region)) {
            throw new Failure.Invalid(
                    named.words() + " is \"" + named.text() + "\", and --region is " + region,
                    "leave region.name out of the configuration of a region that has its own daemon");
        }
    }

    private EbsnapdConfig assemble(Values values, List<AccountConfig> accounts) {
        Path dataDirectory = values.get(Settings.DATA_DIR);
        return new EbsnapdConfig(
                dataDirectory,
                values.get(Settings.STORE_COPIES),
                values.get(Settings.REGION_NAME),
                new SocketConfig(values.get(Settings.SOCKET_PATH), values.get(Settings.SOCKET_GROUP)),
                keystore(values, dataDirectory),
                snapshot(values),
                new TrackingConfig(
                        values.get(Settings.RECHECK_ONE_IN),
                        values.get(Settings.RECHECK_BLOCKS_MIN),
                        values.get(Settings.KEPT_COPY_FREE_PERCENT)),
                threads(values.get(Settings.RESTORE_THREADS)),
                volumes(values, dataDirectory),
                fastRestore(values),
                nbd(values),
                values.get(Settings.LOG_LEVEL),
                values.get(Settings.ACCOUNT_ID),
                accounts,
                new AuditConfig(
                        values.get(Settings.AUDIT_KEEP),
                        values.get(Settings.EVENT_COMMAND),
                        values.get(Settings.EVENT_WEBHOOK)),
                new RemoteConfig(values.get(Settings.REMOTE_LISTEN), values.get(Settings.TRANSFERS_MAX)),
                new ScrubConfig(
                        Duration.ofDays(values.get(Settings.SCRUB_PERIOD)),
                        (long) values.get(Settings.SCRUB_RATE) << 20),
                new MetricsConfig(
                        values.get(Settings.METRICS_SOCKET)
                                .orElseGet(
                                        () -> values.get(Settings.SOCKET_PATH).resolveSibling("metrics.sock")),
                        values.get(Settings.METRICS_LISTEN)),
                archive(values),
                new LifecycleConfig(values.get(Settings.POLICIES), values.get(Settings.SCHEDULER)),
                aws(values));
    }

    private ArchiveConfig archive(Values values) {
        int threads = values.get(Settings.ARCHIVE_THREADS);
        return new ArchiveConfig(
                values.get(Settings.ARCHIVE_DIRECTORY),
                values.get(Settings.ARCHIVE_LEVEL),
                Duration.ofDays(values.get(Settings.ARCHIVE_MINIMUM_DAYS)),
                threads == 0 ? Math.min(ARCHIVE_THREADS_MAX, processors) : threads);
    }

    private KeystoreConfig keystore(Values values, Path dataDirectory) {
        KeystoreRoot root = values.get(Settings.KEYSTORE_ROOT);
        Path path = values.get(Settings.KEYSTORE_PATH).orElseGet(() -> switch (root) {
            case KEY_FILE -> dataDirectory.resolve(KEY_FILE_NAME);
            case PASSPHRASE_FILE ->
                throw new Failure.Invalid(
                        "keystore.root is \"passphrase-file\", but keystore.path names no file", "see ebsnapd.conf(5)");
            case CREDENTIAL -> credential("keystore.root is \"credential\"", CREDENTIAL_NAME);
        });
        Optional<TokenConfig> token = token(values);
        KeystoreBackend backend = values.get(Settings.KEYSTORE_BACKEND);
        if (backend == KeystoreBackend.PKCS11 && token.isEmpty()) {
            throw new Failure.Invalid(
                    "keystore.backend is \"pkcs11\", but pkcs11.module and pkcs11.token name no token",
                    "see ebsnapd.conf(5)");
        }
        return new KeystoreConfig(root, path, backend, token);
    }

    private Optional<TokenConfig> token(Values values) {
        Optional<Path> module = values.get(Settings.TOKEN_MODULE);
        String label = values.get(Settings.TOKEN_LABEL);
        if (module.isPresent() == label.isEmpty()) {
            throw new Failure.Invalid("pkcs11.module and pkcs11.token go together", "see ebsnapd.conf(5)");
        }
        Optional<Path> pinFile = values.get(Settings.TOKEN_PIN_FILE);
        return module.map(path -> new TokenConfig(
                path,
                label,
                pinFile.orElseGet(() -> credential("pkcs11.pin-file is empty", PIN_CREDENTIAL_NAME)),
                pinFile.isEmpty()));
    }

    private Path credential(String reason, String name) {
        String directory = environment.get(CREDENTIALS_VARIABLE);
        if (directory == null) {
            throw new Failure.Invalid(
                    reason + ", but systemd has handed over none",
                    "the unit needs a line LoadCredentialEncrypted=" + name + ":FILE");
        }
        return Path.of(directory, name);
    }

    private SnapshotConfig snapshot(Values values) {
        int copyThreads = threads(values.get(Settings.COPY_THREADS));
        return new SnapshotConfig(
                copyThreads,
                Math.clamp(processors - 1L, 1, copyThreads),
                values.get(Settings.RUNNING_MAX),
                values.get(Settings.PENDING_MAX),
                Duration.ofSeconds(values.get(Settings.FREEZE_LIMIT)),
                Duration.ofSeconds(values.get(Settings.HOOK_TIMEOUT)),
                values.get(Settings.LVM_SNAPSHOT_PERCENT),
                values.get(Settings.SNAPSHOT_KEY));
    }

    private VolumesConfig volumes(Values values, Path dataDirectory) {
        return new VolumesConfig(
                values.get(Settings.ZONE),
                values.get(Settings.VOLUMES_DIRECTORY).orElseGet(() -> dataDirectory.resolve("volumes")),
                values.get(Settings.THIN_POOL),
                Duration.ofSeconds(values.get(Settings.DEVICE_WAIT)),
                values.get(Settings.NATIVE_SPEED),
                values.get(Settings.DEVICE_LINKS),
                values.get(Settings.ENCRYPTION),
                values.get(Settings.HYDRATIONS_MAX),
                threads(values.get(Settings.HYDRATION_THREADS)),
                values.get(Settings.SNAPSHOT_SPACE));
    }

    private static FastRestoreConfig fastRestore(Values values) {
        if (!values.get(Settings.THIN_POOL).isEmpty()
                && values.get(Settings.FAST_RESTORE_METHOD) == FastRestoreMethod.POOL) {
            throw new Failure.Invalid(
                    "fast-restore.method \"pool\" is for files, and volumes.thin-pool makes none",
                    "leave it \"auto\": volumes are thin snapshots there");
        }
        return new FastRestoreConfig(
                values.get(Settings.FAST_RESTORE_LIMIT),
                values.get(Settings.FAST_RESTORE_BUDGET),
                values.get(Settings.FAST_RESTORE_METHOD),
                values.get(Settings.READY_COPIES));
    }

    private NbdConfig nbd(Values values) {
        NbdConfig nbd = new NbdConfig(
                values.get(Settings.NBD_SOCKET)
                        .orElseGet(() -> values.get(Settings.SOCKET_PATH).resolveSibling("nbd.sock")),
                values.get(Settings.NBD_LISTEN),
                values.get(Settings.NBD_CERTIFICATE),
                values.get(Settings.NBD_KEY),
                values.get(Settings.NBD_CLIENT_CA),
                values.get(Settings.NBD_PSK_FILE));
        if (nbd.certificate().isPresent() != nbd.key().isPresent()) {
            throw new Failure.Invalid("nbd.tls-certificate and nbd.tls-key go together", "see ebsnapd.conf(5)");
        }
        if (nbd.certificate().isPresent() && nbd.preSharedKeys().isPresent()) {
            throw new Failure.Invalid(
                    "nbd.tls-psk-file and nbd.tls-certificate do not go together", "see ebsnapd.conf(5)");
        }
        return nbd;
    }

    private static AwsConfig aws(Values values) {
        AwsConfig aws = new AwsConfig(
                values.get(Settings.AWS_LISTEN),
                values.get(Settings.AWS_SOCKET),
                values.get(Settings.AWS_TLS),
                values.get(Settings.AWS_CERTIFICATE),
                values.get(Settings.AWS_KEY));
        boolean given = aws.tls() == AwsTls.GIVEN;
        if (given != aws.certificate().isPresent() || given != aws.key().isPresent()) {
            throw new Failure.Invalid(
                    "aws.tls-certificate and aws.tls-key go together with aws.tls = \"given\"", "see ebsnapd.conf(5)");
        }
        return aws;
    }

    private int threads(int configured) {
        return configured == 0 ? Math.min(WORKERS_MAX, processors + WAITING_WORKERS) : configured;
    }

    /** A value as text, and in which words to complain about it. */
    private record Origin(String words, String text) {}

    /** The texts, parsed on demand. */
    private record Values(Map<String, Origin> texts) {

        <T> T get(Setting<T> setting) {
            Origin origin = texts.getOrDefault(
                    setting.path(), new Origin("default of " + setting.path(), setting.fallbackText()));
            try {
                return setting.parser().apply(origin.text());
            } catch (IllegalArgumentException e) {
                throw new Failure.Invalid(
                        origin.words() + " " + e.getMessage(),
                        "for example: " + setting.name() + " = " + setting.fallback());
            }
        }
    }
}
