package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** What {@code lvs} says of thin pools and the volumes in them. A group that LVM does not know is a failure, and a volume that it does not know no row. */
final class ThinRows {

    private static final String FIELDS =
            "lv_name,lv_attr,lv_size,pool_lv,lv_tags,data_percent,metadata_percent,chunk_size,zero,discards,lv_when_full";
    private static final int FIELD_COUNT = 11;
    private static final String SEPARATOR = "|";
    private static final char ACTIVE = 'a';
    private static final int STATE = 4;

    private final Tools tools;

    ThinRows(Tools tools) {
        this.tools = tools;
    }

    /**
     * A logical volume.
     *
     * @param attributes {@code lv_attr}: the fifth letter is the state
     * @param pool that it lies in; empty for a pool
     * @param dataPercent of its size that it takes, or of a pool that is taken; empty while it is not active
     */
    record Row(
            String name,
            String attributes,
            long sizeBytes,
            String pool,
            List<String> tags,
            OptionalDouble dataPercent,
            OptionalDouble metadataPercent,
            long chunkBytes,
            boolean zeroes,
            String discards,
            String whenFull) {

        boolean active() {
            return attributes.length() > STATE && attributes.charAt(STATE) == ACTIVE;
        }

        long usedBytes() {
            return (long) Math.ceil(sizeBytes * dataPercent.orElse(0) / 100);
        }

        ThinPool pool(ThinPoolName name) {
            if (!attributes.startsWith("t")) {
                throw new Failure.Unavailable(name + " is no thin pool", null);
            }
            return new ThinPool(
                    name,
                    sizeBytes,
                    dataPercent,
                    metadataPercent,
                    chunkBytes,
                    zeroes,
                    !discards.equals("ignore"),
                    !whenFull.equals("error"));
        }
    }

    /** The one of a group that has this name. */
    List<Row> named(String group, String name) {
        return rows(group, "lv_name=\"" + name + '"');
    }

    /** The same, and all thin pools of its group. */
    List<Row> namedWithPools(String group, String name) {
        return rows(group, "lv_name=\"" + name + "\" || lv_attr=~\"^t\"");
    }

    /** Those of a group whose names begin so. */
    List<Row> beginning(String group, String prefix) {
        return rows(group, "lv_name=~\"^" + prefix + '"');
    }

    private List<Row> rows(String group, String selection) {
        Commands.Outcome outcome = tools.run(
                "lvs",
                List.of(
                        "--noheadings",
                        "--nosuffix",
                        "--units",
                        "b",
                        "--binary",
                        "--separator",
                        SEPARATOR,
                        "-o",
                        FIELDS,
                        "--select",
                        selection,
                        group));
        if (!outcome.succeeded()) {
            throw new Failure.Unavailable("lvs cannot tell about volume group " + group + ": " + outcome.text(), null);
        }
        if (outcome.output().length() >= Commands.OUTPUT_BYTES_MAX) {
            throw new Failure.Unavailable("volume group " + group + " has too many logical volumes", null);
        }
        return outcome.output()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(ThinRows::parse)
                .toList();
    }

    private static Row parse(String line) {
        String[] fields = line.split(Pattern.quote(SEPARATOR), -1);
        if (fields.length != FIELD_COUNT) {
            throw new Failure.Unavailable("lvs answered '" + line + "' instead of " + FIELD_COUNT + " fields", null);
        }
        try {
            return new Row(
                    fields[0],
                    fields[1],
                    Long.parseLong(fields[2]),
                    fields[3],
                    List.of(fields[4].split(",", -1)),
                    percent(fields[5]),
                    percent(fields[6]),
                    Long.parseLong(fields[7]),
                    fields[8].equals("1"),
                    fields[9],
                    fields[10]);
        } catch (NumberFormatException malformed) {
            throw new Failure.Unavailable("lvs answered '" + line + "': no number", malformed);
        }
    }

    private static OptionalDouble percent(String text) {
        return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }
}
