package io.ebsnap.exchange;

import io.ebsnap.failure.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a disk's bytes lie in a file. It is what the user says, or what the file's name ends with; content is never asked for it. */
public enum FileFormat {
    /** Byte for byte; holes are holes. */
    RAW("raw", "raw", ""),
    QCOW2("qcow2", "qcow2", ""),
    /** Microsoft's, dynamic. Without {@code force_size} its size is rounded up to a geometry of 1985. */
    VHD("vhd", "vpc", "subformat=dynamic,force_size=on"),
    VMDK("vmdk", "vmdk", "subformat=monolithicSparse");

    /** Endings of formats that are none of these: taking such a file as raw would be a mistake for sure. */
    private static final Set<String> OTHERS = Set.of("vhdx", "qcow", "qed", "vdi", "ova", "parallels", "hdd");

    private final String word;
    private final String driver;
    private final String options;

    FileFormat(String word, String driver, String options) {
        this.word = word;
        this.driver = driver;
        this.options = options;
    }

    /** The word for it in requests. */
    public String word() {
        return word;
    }

    /** What QEMU calls it. */
    String driver() {
        return driver;
    }

    /** What QEMU's programs are to be told of a new file. */
    List<String> creation() {
        return options.isEmpty() ? List.of() : List.of("-o", options);
    }

    /**
     * The format of a file.
     *
     * @param word that the user said; null to go by the name
     * @throws Failure.Invalid if there is no such format
     */
    public static FileFormat of(@Nullable String word, String file) {
        String wanted = word == null ? ending(file) : word;
        for (FileFormat format : values()) {
            if (format.word.equals(wanted)) {
                return format;
            }
        }
        if (word == null && !OTHERS.contains(wanted)) {
            return RAW;
        }
        throw new Failure.Invalid(
                "there is no format '" + wanted + "'",
                "known are "
                        + Arrays.stream(values()).map(FileFormat::word).collect(Collectors.joining(", "))
                        + "; --format says which it is, whatever the name ends with");
    }

    private static String ending(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
