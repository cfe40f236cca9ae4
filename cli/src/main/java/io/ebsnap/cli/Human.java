package io.ebsnap.cli;

import io.ebsnap.api.Tag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Numbers, times and tags as people read them. */
final class Human {

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Human() {}

    /** Bytes with three digits that count: {@code 512 B}, {@code 1.5 GiB}. */
    static String size(long bytes) {
        if (Math.abs(bytes) < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        do {
            value /= 1024;
            unit++;
        } while (Math.abs(value) >= 1023.95 && unit < UNITS.length - 1);
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    static String size(@Nullable Long bytes) {
        return bytes == null ? "-" : size(bytes.longValue());
    }

    static String rate(long bytesPerSecond) {
        return size(bytesPerSecond) + "/s";
    }

    static String time(@Nullable Instant time) {
        return time == null ? "-" : TIME.format(time);
    }

    /** The minute of a time, as {@code 2026-01-31 23:59Z}. */
    static String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** Seconds as {@code 4.2 s}, {@code 3:20} or {@code 5:03:20}. */
    static String duration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        String minutes = String.format(Locale.ROOT, "%d:%02d", whole / 60 % 60, whole % 60);
        return whole < 3600
                ? minutes
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String tags(List<Tag> tags) {
        return tags.stream().map(tag -> tag.key() + "=" + tag.value()).collect(Collectors.joining(", "));
    }

    /** {@code BytesStored} as {@code bytes stored}. */
    static String words(String upperCamelCase) {
        return upperCamelCase.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
