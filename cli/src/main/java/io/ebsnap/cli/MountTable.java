package io.ebsnap.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted, as this process sees it: proc(5), {@code /proc/self/mountinfo}. */
final class MountTable {

    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT_FIELD = 4;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private MountTable() {}

    /** Whether something is mounted on a directory that is there. Where that cannot be told, mount(8) has the word. */
    static boolean has(Path directory) {
        try {
            String real = directory.toRealPath().toString();
            return Files.readAllLines(TABLE).stream()
                    .map(MountTable::mountPoint)
                    .anyMatch(real::equals);
        } catch (IOException unknown) {
            return false;
        }
    }

    /** The kernel writes white space and backslashes in octal. */
    static String mountPoint(String line) {
        String[] fields = line.split(" ", MOUNT_POINT_FIELD + 2);
        return fields.length <= MOUNT_POINT_FIELD
                ? ""
                : OCTAL.matcher(fields[MOUNT_POINT_FIELD])
                        .replaceAll(found ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 8))));
    }
}
