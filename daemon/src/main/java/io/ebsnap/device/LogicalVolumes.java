package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * LVM through its own programs: what a logical volume is, and snapshots of it. Snapshots made here are named {@code ebsnap-snap-...}
 * and carry the tag {@code ebsnap}; no other volume is ever removed.
 */
final class LogicalVolumes {

    static final String TAG = "ebsnap";
    private static final Pattern OURS = Pattern.compile("ebsnap-snap-[0-9a-f]{17}");
    private static final Pattern UNKNOWN =
            Pattern.compile("Failed to find logical volume|Volume group .* not found|Cannot process volume group");
    private static final String SEPARATOR = "|";
    private static final String FIELDS = "vg_name,lv_name,lv_attr,pool_lv,lv_size,vg_free,vg_extent_size,lv_dm_path";
    private static final int FIELD_COUNT = 8;

    /** A volume that somebody (udev, a scanner) has open for a moment cannot be removed then. */
    private static final int REMOVE_ATTEMPTS_MAX = 10;

    private static final long REMOVE_PAUSE_MILLIS = 500;

    private final Tools tools;
    private final List<String> options;

    LogicalVolumes(Tools tools) {
        this(tools, List.of());
    }

    private LogicalVolumes(Tools tools, List<String> options) {
        this.tools = tools;
        this.options = List.copyOf(options);
    }

    /**
     * The same through programs that look at no device but those on which a volume's group lies, where LVM can do that (since 2.03.12): otherwise they read
     * all devices of the machine. For use at once, since a group gets other devices.
     */
    LogicalVolumes confinedTo(Volume volume) {
        Commands.Outcome told = run("vgs", List.of("--noheadings", "-o", "pv_name", volume.group()));
        List<String> devices = told.succeeded() ? words(told.output()) : List.of();
        LogicalVolumes confined = new LogicalVolumes(tools, List.of("--devices", String.join(",", devices)));
        return !devices.isEmpty() && confined.sees(volume) ? confined : this;
    }

    private static List<String> words(String output) {
        return output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private boolean sees(Volume volume) {
        try {
            return find(volume.fullName()).isPresent();
        } catch (Failure.Unavailable unknownOption) {
            return false;
        }
    }

    private Commands.Outcome run(String program, List<String> arguments) {
        List<String> all = new ArrayList<>(options);
        all.addAll(arguments);
        return tools.run(program, all);
    }

    /**
     * A logical volume. Sizes are in bytes.
     *
     * @param attributes lvs's {@code lv_attr}: the fifth letter is the state, I or S for an invalid snapshot
     * @param pool the thin pool that it lies in; empty for a thick one
     * @param mapped its node under {@code /dev/mapper}
     */
    record Volume(
            String group,
            String name,
            String attributes,
            String pool,
            long sizeBytes,
            long freeBytes,
            long extentBytes,
            Path mapped) {

        boolean thin() {
            return !pool.isEmpty();
        }

        /** Of a snapshot: whether the kernel has dropped it, because it had no room left. */
        boolean overflowed() {
            return attributes.length() > 4 && (attributes.charAt(4) == 'I' || attributes.charAt(4) == 'S');
        }

        String fullName() {
            return group + "/" + name;
        }
    }

    /** Why LVM cannot be used here; empty if it can. */
    Optional<String> missing() {
        for (String tool : List.of("lvs", "lvcreate", "lvchange", "lvremove")) {
            if (tools.find(tool).isEmpty()) {
                return Optional.of(tool + " is not installed");
            }
        }
        return Optional.empty();
    }

    /**
     * The volume behind a path or {@code GROUP/NAME}; empty if LVM knows none.
     *
     * @throws Failure.Unavailable if LVM cannot tell, which must not be taken for a snapshot that is gone
     */
    Optional<Volume> find(String volume) {
        Commands.Outcome outcome = run(
                "lvs",
                List.of("--noheadings", "--nosuffix", "--units", "b", "--separator", SEPARATOR, "-o", FIELDS, volume));
        if (!outcome.succeeded()) {
            if (unknown(outcome)) {
                return Optional.empty();
            }
            throw new Failure.Unavailable("lvs cannot tell about " + volume + ": " + outcome.text(), null);
        }
        return words(outcome.output()).stream().findFirst().map(LogicalVolumes::parse);
    }

    /** Whether lvs failed because there is no such volume. */
    static boolean unknown(Commands.Outcome outcome) {
        return UNKNOWN.matcher(outcome.errors()).find();
    }

    private static Volume parse(String line) {
        String[] fields = line.split(Pattern.quote(SEPARATOR), -1);
        if (fields.length != FIELD_COUNT) {
            throw new Failure.Unavailable("lvs answered '" + line + "' instead of " + FIELD_COUNT + " fields", null);
        }
        try {
            return new Volume(
                    fields[0],
                    fields[1],
                    fields[2],
                    fields[3],
                    Long.parseLong(fields[4]),
                    Long.parseLong(fields[5]),
                    Long.parseLong(fields[6]),
                    Path.of(fields[7]));
        } catch (NumberFormatException malformed) {
            throw new Failure.Unavailable("lvs answered '" + line + "': no number", malformed);
        }
    }

    /**
     * Takes a snapshot and makes it a device; LVM freezes a mounted file system for the moment.
     *
     * @param name one that {@link #ours} knows
     * @param extents how many extents a thick snapshot gets for what is written to its origin; a thin one needs none
     * @return empty when done; else why not, and nothing is left
     */
    Optional<String> snapshot(Volume origin, String name, long extents) {
        List<String> arguments =
                new ArrayList<>(List.of("--yes", "--snapshot", "--name", name, "--addtag", TAG, "--permission", "r"));
        if (origin.thin()) {
            arguments.addAll(List.of("--setactivationskip", "y"));
        } else {
            arguments.addAll(List.of("--extents", Long.toString(extents)));
        }
        arguments.add(origin.fullName());
        Commands.Outcome made = run("lvcreate", arguments);
        if (!made.succeeded()) {
            removeQuietly(origin.group() + "/" + name);
            return Optional.of("lvcreate: " + made.text());
        }
        return origin.thin() ? activate(origin.group() + "/" + name) : Optional.empty();
    }

    /** A thin snapshot is not a device until it is activated, and is marked to be left out of activating all. */
    Optional<String> activate(String snapshot) {
        Commands.Outcome outcome =
                run("lvchange", List.of("--yes", "--activate", "y", "--ignoreactivationskip", snapshot));
        if (outcome.succeeded()) {
            return Optional.empty();
        }
        removeQuietly(snapshot);
        return Optional.of("lvchange: " + outcome.text());
    }

    private void removeQuietly(String snapshot) {
        if (find(snapshot).isPresent()) {
            run("lvremove", List.of("--yes", "--force", snapshot));
        }
    }

    /** Whether a name is one that snapshots made here have. */
    static boolean ours(String name) {
        return OURS.matcher(name).matches();
    }

    /**
     * Removes a snapshot that was made here; does nothing if it is gone.
     *
     * @throws Failure.Unavailable if it cannot be removed
     */
    void remove(Volume snapshot) {
        if (!ours(snapshot.name())) {
            throw new IllegalArgumentException(snapshot.fullName() + " was not made here");
        }
        Commands.Outcome outcome = run("lvremove", List.of("--yes", "--force", snapshot.fullName()));
        for (int attempt = 1; !outcome.succeeded() && attempt < REMOVE_ATTEMPTS_MAX; attempt++) {
            if (find(snapshot.fullName()).isEmpty()) {
                return;
            }
            pause();
            outcome = run("lvremove", List.of("--yes", "--force", snapshot.fullName()));
        }
        if (!outcome.succeeded()) {
            throw new Failure.Unavailable(
                    "cannot remove the LVM snapshot " + snapshot.fullName() + ": " + outcome.text(), null);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(REMOVE_PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while an LVM snapshot was removed", interrupted);
        }
    }
}
