package io.ebsnap.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of the daemon, checked. A number of threads is never 0: where the file says 0 it is the number of processors.
 *
 * @param dataDirectory where everything is kept
 * @param storeCopies zones that must have whatever is put
 * @param region what the store with everything over it is called
 * @param socket where clients come in
 * @param keystore what opens the keystore
 * @param snapshot how snapshots are taken
 * @param tracking how it is found out what changed
 * @param restoreThreads workers of one restore
 * @param volumes how managed volumes are kept and filled
 * @param fastRestore how volumes are made that are complete at once
 * @param nbd where volumes are served
 * @param logLevel what is logged
 * @param accountId 12-digit account of the daemon
 * @param accounts whose users are told apart
 * @param audit the audit log, and who is told of events
 * @param remote how other daemons reach this one
 * @param scrub how the store is verified again and again
 * @param metrics where they are given out
 * @param archive where snapshots are archived, and how
 * @param lifecycle how policies are carried out
 * @param aws where AWS's own tools come in
 */
public record EbsnapdConfig(
        Path dataDirectory,
        int storeCopies,
        String region,
        SocketConfig socket,
        KeystoreConfig keystore,
        SnapshotConfig snapshot,
        TrackingConfig tracking,
        int restoreThreads,
        VolumesConfig volumes,
        FastRestoreConfig fastRestore,
        NbdConfig nbd,
        LogLevel logLevel,
        String accountId,
        List<AccountConfig> accounts,
        AuditConfig audit,
        RemoteConfig remote,
        ScrubConfig scrub,
        MetricsConfig metrics,
        ArchiveConfig archive,
        LifecycleConfig lifecycle,
        AwsConfig aws) {

    public EbsnapdConfig {
        accounts = List.copyOf(accounts);
    }

    /** The same with what can change while a daemon runs from another one. */
    public EbsnapdConfig reloadedAs(EbsnapdConfig other) {
        return new EbsnapdConfig(
                dataDirectory,
                storeCopies,
                region,
                socket,
                keystore,
                snapshot,
                tracking,
                restoreThreads,
                volumes,
                fastRestore,
                nbd,
                other.logLevel,
                accountId,
                other.accounts,
                audit,
                remote,
                scrub,
                metrics,
                archive,
                lifecycle,
                aws);
    }

    /**
     * How the store is verified again and again.
     *
     * @param period within which everything is read once; zero for never
     * @param bytesPerSecond at most
     */
    public record ScrubConfig(Duration period, long bytesPerSecond) {}

    /**
     * Where metrics are given out.
     *
     * @param socket a Unix socket
     * @param listen {@code HOST:PORT}; empty for none
     */
    public record MetricsConfig(Path socket, String listen) {}

    /**
     * Where AWS's own tools come in.
     *
     * @param listen {@code HOST:PORT}; empty for no TCP
     * @param socket a Unix socket
     * @param tls whom the listener says to be on TCP
     * @param certificate of the listener, with those that it was signed by, in PEM; if it is given
     * @param key of the certificate, in PEM; if it is given
     */
    public record AwsConfig(
            String listen, Optional<Path> socket, AwsTls tls, Optional<Path> certificate, Optional<Path> key) {}

    /**
     * How policies are carried out.
     *
     * @param policies directory with the administrator's files of them
     * @param scheduler whether the daemon does that itself, when it is due; else whoever runs {@code ebsnap lifecycle run}
     */
    public record LifecycleConfig(Path policies, boolean scheduler) {}

    /**
     * Where clients come in.
     *
     * @param path of the Unix socket; its directory is made if it is not there
     * @param group whose members may use it, beside root and the daemon's own user
     */
    public record SocketConfig(Path path, String group) {}

    /**
     * What opens the keystore, and where the material of its keys is.
     *
     * @param root of which kind it is
     * @param path of the file that holds it
     * @param backend where material is made for which nothing else is said; the token only if there is one
     * @param token that material may be in
     */
    public record KeystoreConfig(KeystoreRoot root, Path path, KeystoreBackend backend, Optional<TokenConfig> token) {}

    /**
     * A PKCS#11 token.
     *
     * @param module the library of its maker
     * @param label of the token
     * @param pinFile that holds the PIN of its user
     * @param isCredential whether the service manager answers for that file
     */
    public record TokenConfig(Path module, String label, Path pinFile, boolean isCredential) {}

    /**
     * How snapshots are taken.
     *
     * @param copyThreads workers of one snapshot
     * @param copyThreadsBesideUsers how many of them go on while its volume is used: a processor is left to users
     * @param runningMax snapshots that are copied at a time
     * @param pendingMax snapshots that may be pending
     * @param freezeLimit how long a file system stays frozen at most
     * @param hookTimeout how long a hook command may run
     * @param lvmSnapshotPercent room of a thick LVM snapshot, of its volume's size
     * @param key KMS key id or alias for new snapshots
     */
    public record SnapshotConfig(
            int copyThreads,
            int copyThreadsBesideUsers,
            int runningMax,
            int pendingMax,
            Duration freezeLimit,
            Duration hookTimeout,
            int lvmSnapshotPercent,
            String key) {}

    /**
     * How it is found out what changed.
     *
     * @param recheckOneIn of so many blocks that are called unchanged at least one is read and compared
     * @param recheckBlocksMin of an unchanged volume at least so many
     * @param keptCopyFreePercent a reflink copy is given up when less of its file system is free
     */
    public record TrackingConfig(int recheckOneIn, int recheckBlocksMin, int keptCopyFreePercent) {}

    /**
     * How managed volumes are kept and filled.
     *
     * @param zone the name of the only zone
     * @param directory where their files lie
     * @param thinPool {@code GROUP/POOL} of LVM that new volumes have their targets in; empty if these are files
     * @param deviceWait how long requests to an attached device wait for a daemon that comes back, where the kernel has a limit
     * @param nativeSpeed whether the kernel itself serves attached volumes that have all of their content, where it can
     * @param deviceLinks where the names are that users give to the devices of attached volumes
     * @param encryption whether targets are encrypted of which nothing is said
     * @param hydrationsMax volumes that are filled at a time
     * @param hydrationThreads workers of each
     * @param snapshotSpaceMebibytes most that is copied before it is overwritten while one snapshot of a volume is taken
     */
    public record VolumesConfig(
            String zone,
            Path directory,
            String thinPool,
            Duration deviceWait,
            boolean nativeSpeed,
            Path deviceLinks,
            VolumeEncryptionMode encryption,
            int hydrationsMax,
            int hydrationThreads,
            int snapshotSpaceMebibytes) {}

    /**
     * How volumes are made that are complete at once.
     *
     * @param limit what limits their number
     * @param budgetPercent most of the zone's file system for images and ready copies
     * @param method how they are made of images
     * @param readyCopies of each image, where files do not share blocks
     */
    public record FastRestoreConfig(
            FastRestoreLimit limit, int budgetPercent, FastRestoreMethod method, int readyCopies) {}

    /**
     * Where volumes are served over NBD.
     *
     * @param socket of the Unix socket
     * @param listen {@code HOST:PORT}, or empty for no TCP
     * @param certificate of the server, with those that it was signed by, in PEM; empty for no TLS
     * @param key of the certificate, in PEM
     * @param clientAuthority certificates that clients' must be signed by, in PEM; empty if clients need none
     * @param preSharedKeys lines of {@code USER:HEXKEY}; empty for TLS by certificate, or none; never with a certificate
     */
    public record NbdConfig(
            Path socket,
            String listen,
            Optional<Path> certificate,
            Optional<Path> key,
            Optional<Path> clientAuthority,
            Optional<Path> preSharedKeys) {}

    /**
     * The audit log, and who is told of events.
     *
     * @param keepMebibytes how long the log may be
     * @param command is run for each event; empty for none
     * @param webhook each event is POSTed to
     */
    public record AuditConfig(int keepMebibytes, String command, Optional<URI> webhook) {}

    /**
     * How other daemons reach this one, and copies from them.
     *
     * @param listen {@code HOST:PORT}, or empty: then it cannot be called
     * @param transfersMax snapshots that are copied from others at a time
     */
    public record RemoteConfig(String listen, int transfersMax) {}

    /**
     * Where snapshots are archived, and how.
     *
     * @param directory of the archive; empty if nothing is to be archived
     * @param level of Zstandard, 1 .. 19
     * @param minimum how long a snapshot should stay there
     * @param threads that compress one snapshot
     */
    public record ArchiveConfig(Optional<Path> directory, int level, Duration minimum, int threads) {}
}
