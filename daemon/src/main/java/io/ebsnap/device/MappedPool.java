package io.ebsnap.device;

import java.nio.file.Path;
import java.util.List;

/**
 * A pool of thin volumes, as LVM has it.
 *
 * @param fullName {@code GROUP/NAME}
 * @param unitBytes what it allocates at a time
 * @param usedPercent how full it is, data or metadata, whichever is more; 0 while that is not known
 * @param mapped its node under {@code /dev/mapper}; what lies below is named after it
 */
public record MappedPool(String fullName, long unitBytes, double usedPercent, Path mapped) {

    static final List<String> FIELDS =
            List.of("vg_name", "lv_name", "chunk_size", "data_percent", "metadata_percent", "lv_dm_path");

    static MappedPool of(List<String> fields) {
        return new MappedPool(
                fields.get(0) + "/" + fields.get(1),
                Long.parseLong(fields.get(2)),
                Math.max(percent(fields.get(3)), percent(fields.get(4))),
                Path.of(fields.get(5)));
    }

    private static double percent(String text) {
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    /** The kernel's name of the pool itself, which takes messages. */
    String target() {
        return mapped.getFileName() + "-tpool";
    }

    /** The node of its metadata. */
    Path metadata() {
        return mapped.resolveSibling(mapped.getFileName() + "_tmeta");
    }
}
