package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads {@code /proc/self/mountinfo}. A line is: number, parent, {@code major:minor}, root, mount point, options, any number of
 * optional words, a dash, file system type, source, options of the file system.
 */
final class MountTable {

    private static final int NUMBER = 2;
    private static final int ROOT = 3;
    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;
    private static final int FIRST_OPTIONAL = 6;
    private static final int OCTAL_DIGITS = 3;

    private MountTable() {}

    static List<Mount> read(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.lines().map(MountTable::parse).toList();
    }

    private static Mount parse(String line) {
        String[] words = line.split(" ", -1);
        int dash = FIRST_OPTIONAL;
        while (dash < words.length && !words[dash].equals("-")) {
            dash++;
        }
        if (dash + 3 >= words.length) {
            throw new IllegalArgumentException("not a line of mountinfo: " + line);
        }
        return new Mount(
                DeviceNumber.parse(words[NUMBER]),
                unescape(words[ROOT]),
                Path.of(unescape(words[MOUNT_POINT])),
                readOnly(words[OPTIONS]),
                words[dash + 1],
                unescape(words[dash + 2]),
                readOnly(words[dash + 3]));
    }

    private static boolean readOnly(String options) {
        return Arrays.asList(options.split(",", -1)).contains("ro");
    }

    /** Spaces, tabs, line ends and backslashes stand as a backslash and three octal digits. */
    static String unescape(String word) {
        if (word.indexOf('\\') < 0) {
            return word;
        }
        StringBuilder plain = new StringBuilder(word.length());
        int at = 0;
        while (at < word.length()) {
            char c = word.charAt(at);
            if (c == '\\' && at + OCTAL_DIGITS < word.length() && octal(word, at + 1)) {
                plain.append((char) Integer.parseInt(word.substring(at + 1, at + 1 + OCTAL_DIGITS), 8));
                at += 1 + OCTAL_DIGITS;
            } else {
                plain.append(c);
                at++;
            }
        }
        return plain.toString();
    }

    private static boolean octal(String word, int from) {
        return word.substring(from, from + OCTAL_DIGITS).chars().allMatch(c -> c >= '0' && c <= '7');
    }
}
