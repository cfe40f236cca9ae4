package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thin logical volumes through LVM's and the device mapper's own programs: what they are, and the snapshots of them that are kept. Those
 * are named {@code ebsnap-kept-vol-...} and carry the tag {@code ebsnap}; no other volume is ever removed. They are made of the snapshot that held
 * an instant, are read-only and never active: no node of theirs shows a file system twice. Safe for use by several threads.
 */
public final class KeptThinVolumes {

    private static final Pattern KEPT = Pattern.compile("ebsnap-kept-vol-[0-9a-f]{17}");
    private static final Pattern STATUS = Pattern.compile("0 \\d+ thin (\\d{1,15}) (?:\\d+|-)");
    private static final Pattern TABLE = Pattern.compile("0 \\d+ thin \\d+:\\d+ (\\d{1,15})( \\S+)?");
    private static final String SEPARATOR = "|";
    private static final int SECTOR_BYTES = 512;

    private final Tools tools;
    private final LogicalVolumes volumes;

    public KeptThinVolumes(Tools tools) {
        this.tools = tools;
        this.volumes = new LogicalVolumes(tools);
    }

    /** Why thin volumes cannot be worked with here; empty if they can. */
    public Optional<String> missing() {
        if (tools.find("dmsetup").isEmpty()) {
            return Optional.of("dmsetup is not installed");
        }
        return volumes.missing();
    }

    /**
     * The thin volume that holds an instant.
     *
     * @param artifact {@code /dev/GROUP/NAME}
     * @return empty if there is none, or it is not thin
     */
    public Optional<ThinVolume> ofArtifact(Path artifact) {
        return artifact.getNameCount() == 3 ? find(artifact.getName(1) + "/" + artifact.getName(2)) : Optional.empty();
    }

    /**
     * The volume that is called {@code GROUP/NAME}.
     *
     * @return empty if there is none, or it is not thin
     * @throws Failure.Unavailable if LVM cannot tell
     */
    public Optional<ThinVolume> find(String fullName) {
        return lines(ThinVolume.FIELDS, List.of(fullName), ThinVolume::of).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The pool of a volume. */
    public MappedPool pool(ThinVolume volume) {
        return lines(MappedPool.FIELDS, List.of(volume.group() + "/" + volume.pool()), MappedPool::of).stream()
                .findFirst()
                .orElseThrow(() -> new Failure.Unavailable("LVM does not know the pool of " + volume.fullName(), null));
    }

    /** What is kept of a volume, whatever group it lies in: at most one, unless somebody has copied a group. */
    public List<ThinVolume> kept(String volume) {
        return lines(ThinVolume.FIELDS, List.of("--select", "lv_name=" + keptName(volume)), ThinVolume::of).stream()
                .flatMap(Optional::stream)
                .filter(KeptThinVolumes::ours)
                .toList();
    }

    private static String keptName(String volume) {
        return "ebsnap-kept-" + volume;
    }

    private static boolean ours(ThinVolume found) {
        return KEPT.matcher(found.name()).matches() && found.tags().contains(LogicalVolumes.TAG);
    }

    /**
     * Keeps what an instant's snapshot holds, beyond that snapshot: a snapshot of it, which shares everything with it and is not made a device.
     *
     * @param volume whose; nothing is kept of it
     * @param snapshot goes with it as a tag
     * @throws Failure.Unavailable if it cannot be made
     */
    public ThinVolume keep(ThinVolume instant, String volume, String snapshot) {
        String name = keptName(volume);
        List<String> arguments = new ArrayList<>(List.of("--yes", "--snapshot", "--name", name));
        arguments.addAll(List.of("--addtag", LogicalVolumes.TAG, "--addtag", snapshot));
        arguments.addAll(List.of("--permission", "r", "--setactivationskip", "y", instant.fullName()));
        Commands.Outcome made = tools.run("lvcreate", arguments);
        if (!made.succeeded()) {
            throw new Failure.Unavailable("lvcreate: " + made.text(), null);
        }
        return find(instant.group() + "/" + name)
                .orElseThrow(() -> new Failure.Unavailable(name + " was made and is not there", null));
    }

    /**
     * Removes what was kept.
     *
     * @throws Failure.Unavailable if it cannot be removed
     */
    public void remove(ThinVolume kept) {
        if (!ours(kept)) {
            throw new IllegalArgumentException(kept.fullName() + " was not kept here");
        }
        Commands.Outcome outcome = tools.run("lvremove", List.of("--yes", "--force", kept.fullName()));
        if (!outcome.succeeded() && find(kept.fullName()).isPresent()) {
            throw new Failure.Unavailable("cannot remove " + kept.fullName() + ": " + outcome.text(), null);
        }
    }

    /**
     * How many bytes of an active volume the pool holds; the rest are zeros.
     *
     * @throws Failure.Unavailable if that cannot be told, or zeros it is not because they come from another volume
     */
    public long mappedBytes(ThinVolume active) {
        String name = String.valueOf(active.mapped().getFileName());
        Matcher table = matched("table", name, TABLE);
        if (table.group(2) != null) {
            throw new Failure.Unavailable("it has an origin outside of its pool", null);
        }
        if (Long.parseLong(table.group(1)) != active.thinId()) {
            throw new Failure.Unavailable(
                    "the kernel has it as thin device " + table.group(1) + ", and LVM as " + active.thinId(), null);
        }
        return Long.parseLong(matched("status", name, STATUS).group(1)) * SECTOR_BYTES;
    }

    private Matcher matched(String command, String name, Pattern pattern) {
        Commands.Outcome outcome = tools.run("dmsetup", List.of(command, name));
        Matcher matcher = pattern.matcher(outcome.output().strip());
        if (!outcome.succeeded() || !matcher.matches()) {
            throw new Failure.Unavailable("dmsetup " + command + " " + name + ": " + outcome.text(), null);
        }
        return matcher;
    }

    private <T> List<T> lines(List<String> fields, List<String> which, Function<List<String>, T> parse) {
        List<String> arguments =
                new ArrayList<>(List.of("--noheadings", "--nosuffix", "--units", "b", "--separator", SEPARATOR));
        arguments.addAll(List.of("-o", String.join(",", fields)));
        arguments.addAll(which);
        Commands.Outcome outcome = tools.run("lvs", arguments);
        if (!outcome.succeeded() && LogicalVolumes.unknown(outcome)) {
            return List.of();
        }
        if (!outcome.succeeded()) {
            throw new Failure.Unavailable("lvs cannot tell about " + which.getLast() + ": " + outcome.text(), null);
        }
        return outcome.output()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> parsed(line, fields.size(), parse))
                .toList();
    }

    private static <T> T parsed(String line, int count, Function<List<String>, T> parse) {
        List<String> fields = List.of(line.split(Pattern.quote(SEPARATOR), -1));
        if (fields.size() != count) {
            throw new Failure.Unavailable("lvs answered '" + line + "' instead of " + count + " fields", null);
        }
        try {
            return parse.apply(fields);
        } catch (NumberFormatException malformed) {
            throw new Failure.Unavailable("lvs answered '" + line + "': no number", malformed);
        }
    }
}
