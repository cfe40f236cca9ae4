package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Logical volumes that the daemon makes for itself in thin pools, by LVM's own programs: targets of managed volumes, {@code ebsnap-vol-...}, and
 * images for fast restore, {@code ebsnap-image-snap-...}. All carry the tags {@code ebsnap} and {@code ebsnap-store-ID}; one that does not carry
 * both is never changed or removed, whatever it is called. They are named by their paths, {@code /dev/GROUP/NAME}.
 *
 * <p>Every call asks LVM anew, and is durable when it returns. Safe for use by several threads: LVM locks the volume group.
 *
 * <p>A program that fails for want of room is {@link Failure.Exhausted}, a volume that is used by somebody {@link Failure.Conflict}, and whatever
 * LVM cannot tell {@link Failure.Unavailable}: a volume is taken for gone only if LVM knows its group and not the volume.
 */
public final class ThinVolumes {

    private static final Pattern OWN = Pattern.compile("ebsnap-(vol-[0-9a-f]{17}|image-snap-[0-9a-f]{17})");
    private static final Pattern MAPPED = Pattern.compile(".*-ebsnap--(vol|image--snap)--([0-9a-f]{17})");
    private static final Pattern FULL = Pattern.compile("out of (meta)?data space|reached threshold|insufficient");
    private static final Pattern TAKEN = Pattern.compile("already exists");
    private static final Pattern USED = Pattern.compile(" in use|is used by");
    private static final String VOLUME_PREFIX = "ebsnap-";
    private static final String IMAGE_PREFIX = "ebsnap-image-";

    /** A volume that somebody (udev, a scanner) has open for a moment can be neither removed nor deactivated then; LVM itself tries for five seconds. */
    private static final int USED_ATTEMPTS_MAX = 3;

    private static final long USED_PAUSE_MILLIS = 500;

    private static final long NODE_PAUSE_MILLIS = 50;
    private static final int NODE_ATTEMPTS_MAX = 100;

    private final Tools tools;
    private final Path devices;
    private final ThinRows rows;
    private final String storeTag;

    /**
     * Volumes of one store.
     *
     * @param devices where device nodes are: {@code /dev}
     * @param storeId tells them from those of other daemons in the same pool
     */
    public ThinVolumes(Tools tools, Path devices, String storeId) {
        this.tools = tools;
        this.devices = devices;
        this.rows = new ThinRows(tools);
        this.storeTag = LogicalVolumes.TAG + "-store-" + storeId;
    }

    /** Where the target of a managed volume lies in a pool. */
    public Path target(ThinPoolName pool, String volumeId) {
        return devices.resolve(pool.group()).resolve(VOLUME_PREFIX + volumeId);
    }

    /** Where the image of a snapshot lies in a pool. */
    public Path image(ThinPoolName pool, String snapshotId) {
        return devices.resolve(pool.group()).resolve(IMAGE_PREFIX + snapshotId);
    }

    /** Whether a path is that of a volume that is made here, whether it exists or not. */
    public boolean isOwn(Path path) {
        return path.startsWith(devices)
                && path.getNameCount() == devices.getNameCount() + 2
                && OWN.matcher(nameOf(path)).matches();
    }

    /**
     * What a device is that was made here, in words, by the name that device mapper has for it: there {@code -} within a name is doubled. By any daemon,
     * since it is somebody's in any case.
     */
    static Optional<String> ownedAs(String mappedName) {
        Matcher matcher = MAPPED.matcher(mappedName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                matcher.group(1).equals("vol")
                        ? "the target of vol-" + matcher.group(2)
                        : "the image of snap-" + matcher.group(2) + " for fast restore");
    }

    /**
     * A pool as it is now.
     *
     * @throws Failure.Unavailable if there is none of that name, or LVM cannot tell
     */
    public ThinPool pool(ThinPoolName name) {
        return rows.named(name.group(), name.pool()).stream()
                .findFirst()
                .map(row -> row.pool(name))
                .orElseThrow(() -> new Failure.Unavailable("there is no thin pool " + name, null));
    }

    /** As {@link #pool}, and active, so that it says how full it is. */
    public ThinPool activePool(ThinPoolName name) {
        ThinPool pool = pool(name);
        if (pool.dataPercent().isPresent()) {
            return pool;
        }
        require("lvchange", List.of("--yes", "--activate", "y", name.toString()), "cannot activate thin pool " + name);
        return pool(name);
    }

    /** How long a volume is: bytes; empty if it is not there. */
    public Optional<Long> sizeBytes(Path volume) {
        return find(volume).map(ThinRows.Row::sizeBytes);
    }

    /** How much room of its pool a volume takes, with what it shares with others: bytes; 0 if it is not there or not active. */
    public long usedBytes(Path volume) {
        return find(volume).map(ThinRows.Row::usedBytes).orElse(0L);
    }

    /** Names of volumes of this store in a pool that begin so. */
    private List<String> names(ThinPoolName pool, String prefix) {
        return rows.beginning(pool.group(), prefix).stream()
                .filter(row -> row.pool().equals(pool.pool()))
                .filter(this::isOurs)
                .map(ThinRows.Row::name)
                .filter(name -> OWN.matcher(name).matches())
                .toList();
    }

    /** Snapshots of which a pool has an image of this store. */
    public List<String> images(ThinPoolName pool) {
        return names(pool, IMAGE_PREFIX).stream()
                .map(name -> name.substring(IMAGE_PREFIX.length()))
                .toList();
    }

    /** Managed volumes whose targets a pool has, of this store. */
    public List<String> targets(ThinPoolName pool) {
        return names(pool, VOLUME_PREFIX + "vol-").stream()
                .map(name -> name.substring(VOLUME_PREFIX.length()))
                .toList();
    }

    /**
     * Makes a volume of zeros. It may become somewhat longer: whole extents of its group. A target is active at once, and whenever its group is; an
     * image only after {@link #open}.
     *
     * @param volume which is not there
     */
    public void create(ThinPoolName pool, Path volume, long sizeBytes) {
        pool(pool).requireZeroes();
        List<String> arguments = new ArrayList<>(List.of("--thin", "--virtualsize", size(sizeBytes)));
        arguments.addAll(made(volume));
        arguments.add(pool.toString());
        make(arguments, volume);
    }

    /** Makes a volume that shares everything with another one of its pool until either is written to. It is active at once. */
    public void snapshot(Path origin, Path volume) {
        opening(origin).pool().requireZeroes();
        List<String> arguments = new ArrayList<>(List.of("--type", "thin"));
        arguments.addAll(made(volume));
        arguments.add(fullName(origin));
        make(arguments, volume);
    }

    private List<String> made(Path volume) {
        requireOwnName(volume);
        String skip = nameOf(volume).startsWith(IMAGE_PREFIX) ? "y" : "n";
        return List.of(
                "--name",
                nameOf(volume),
                "--addtag",
                LogicalVolumes.TAG,
                "--addtag",
                storeTag,
                "--setactivationskip",
                skip);
    }

    private void make(List<String> arguments, Path volume) {
        List<String> all = new ArrayList<>(List.of("--yes"));
        all.addAll(arguments);
        Commands.Outcome outcome = tools.run("lvcreate", all);
        if (TAKEN.matcher(outcome.errors()).find()) {
            throw new Failure.Conflict("the logical volume " + fullName(volume) + " is there already");
        }
        try {
            requireDone(outcome, "lvcreate", "cannot make the logical volume " + fullName(volume));
            if (!nameOf(volume).startsWith(IMAGE_PREFIX)) {
                awaitNode(volume);
            }
        } catch (RuntimeException failed) {
            throw Closing.after(failed, () -> remove(volume));
        }
    }

    /** Makes a volume as long as that, or longer; one that is long enough stays as it is. */
    public void extend(Path volume, long sizeBytes) {
        if (owned(volume).sizeBytes() < sizeBytes) {
            require(
                    "lvextend",
                    List.of("--yes", "--size", size(sizeBytes), fullName(volume)),
                    "cannot make the logical volume " + fullName(volume) + " longer");
        }
    }

    /**
     * Makes a volume a device, and waits for its node.
     *
     * @return its pool
     * @throws Failure.NotFound if it is gone
     */
    public ThinPool open(Path volume) {
        Opening opening = opening(volume);
        opening.pool().requireZeroes();
        if (!opening.volume().active() || !Files.exists(volume)) {
            require(
                    "lvchange",
                    List.of("--yes", "--activate", "y", "--ignoreactivationskip", fullName(volume)),
                    "cannot activate the logical volume " + fullName(volume));
        }
        awaitNode(volume);
        return opening.pool();
    }

    /** A volume of ours and its pool, by one question. */
    private record Opening(ThinRows.Row volume, ThinPool pool) {}

    private Opening opening(Path volume) {
        requireOwnName(volume);
        List<ThinRows.Row> found = rows.namedWithPools(groupOf(volume), nameOf(volume));
        ThinRows.Row itself = found.stream()
                .filter(row -> row.name().equals(nameOf(volume)))
                .findFirst()
                .orElseThrow(() -> gone(volume));
        requireOurs(volume, itself);
        ThinPoolName pool = new ThinPoolName(groupOf(volume), itself.pool());
        return found.stream()
                .filter(row -> row.name().equals(pool.pool()))
                .findFirst()
                .map(row -> new Opening(itself, row.pool(pool)))
                .orElseThrow(() -> new Failure.Unavailable(fullName(volume) + " lies in no thin pool", null));
    }

    private static Failure gone(Path volume) {
        return new Failure.NotFound("the logical volume " + fullName(volume) + " is gone");
    }

    /** Makes a volume no device any more. */
    public void close(Path volume) {
        if (owned(volume).active()) {
            whileUsed("lvchange", List.of("--yes", "--activate", "n", fullName(volume)), volume);
        }
    }

    /** Removes a volume; does nothing if it is gone. */
    public void remove(Path volume) {
        Optional<ThinRows.Row> found = find(volume);
        if (found.isPresent()) {
            requireOurs(volume, found.get());
            whileUsed("lvremove", List.of("--yes", "--force", fullName(volume)), volume);
        }
    }

    private void whileUsed(String program, List<String> arguments, Path volume) {
        Commands.Outcome outcome = tools.run(program, arguments);
        for (int attempt = 1; !outcome.succeeded() && attempt < USED_ATTEMPTS_MAX; attempt++) {
            if (find(volume).isEmpty()) {
                return;
            }
            pause(USED_PAUSE_MILLIS, fullName(volume));
            outcome = tools.run(program, arguments);
        }
        if (!outcome.succeeded()) {
            String message = program + " of " + fullName(volume) + ": " + outcome.text();
            throw USED.matcher(outcome.errors()).find()
                    ? new Failure.Conflict(message, "something uses the logical volume: detach or unmount it")
                    : new Failure.Unavailable(message, null);
        }
    }

    private Optional<ThinRows.Row> find(Path volume) {
        requireOwnName(volume);
        return rows.named(groupOf(volume), nameOf(volume)).stream().findFirst();
    }

    private ThinRows.Row owned(Path volume) {
        ThinRows.Row found = find(volume).orElseThrow(() -> gone(volume));
        requireOurs(volume, found);
        return found;
    }

    private boolean isOurs(ThinRows.Row row) {
        return row.tags().contains(LogicalVolumes.TAG) && row.tags().contains(storeTag);
    }

    private void requireOurs(Path volume, ThinRows.Row row) {
        if (!isOurs(row)) {
            throw new Failure.Conflict(
                    "the logical volume " + fullName(volume) + " was not made by this daemon: it lacks the tags "
                            + LogicalVolumes.TAG + " and " + storeTag,
                    "if it is what it is called: lvchange --addtag");
        }
    }

    private void requireOwnName(Path volume) {
        if (!isOwn(volume)) {
            throw new IllegalArgumentException(volume + " is not the name of a volume that is made here");
        }
    }

    private void require(String program, List<String> arguments, String what) {
        requireDone(tools.run(program, arguments), program, what);
    }

    private static void requireDone(Commands.Outcome outcome, String program, String what) {
        if (!outcome.succeeded()) {
            String message = what + ": " + program + ": " + outcome.text();
            throw FULL.matcher(outcome.errors()).find()
                    ? new Failure.Exhausted(message, "make the thin pool larger: lvextend", null)
                    : new Failure.Unavailable(message, null);
        }
    }

    /** Sizes are in whole sectors there. */
    private static String size(long sizeBytes) {
        return Math.ceilDiv(sizeBytes, 512) * 512 + "b";
    }

    private static String nameOf(Path volume) {
        return String.valueOf(volume.getFileName());
    }

    private static String groupOf(Path volume) {
        return volume.getName(volume.getNameCount() - 2).toString();
    }

    private static String fullName(Path volume) {
        return groupOf(volume) + "/" + nameOf(volume);
    }

    /** The device node is udev's work, which may take a moment. */
    private static void awaitNode(Path node) {
        for (int attempt = 0; !Files.exists(node); attempt++) {
            if (attempt == NODE_ATTEMPTS_MAX) {
                throw new Failure.Unavailable("the logical volume's node " + node + " does not appear", null);
            }
            pause(NODE_PAUSE_MILLIS, node.toString());
        }
    }

    private static void pause(long millis, String what) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while waiting for " + what, interrupted);
        }
    }

    /** Programs that are needed and not installed. */
    public List<String> missing() {
        return Stream.of("lvs", "lvcreate", "lvchange", "lvextend", "lvremove")
                .filter(tool -> tools.find(tool).isEmpty())
                .toList();
    }
}
