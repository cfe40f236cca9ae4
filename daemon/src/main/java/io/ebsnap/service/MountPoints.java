package io.ebsnap.service;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.DeviceNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where devices are mounted, in the mount namespaces of all processes: the daemon's own need not show what its users mounted, nor what they mounted for themselves
 * alone.
 *
 * @param inventory of devices
 * @param proc where the process file system is mounted
 */
record MountPoints(DeviceInventory inventory, Path proc) {

    private static final int NUMBER = 2;
    private static final int POINT = 4;

    /** The mount points of a device, each once. The device is not opened for that. */
    List<String> of(Path device) {
        String number = number(device);
        List<String> found = new ArrayList<>();
        for (Path process : processes().values()) {
            for (String line : mounts(process)) {
                List<String> fields = List.of(line.split(" ", -1));
                if (fields.size() > POINT && isOf(fields, number, device.toString())) {
                    found.add(plain(fields.get(POINT)));
                }
            }
        }
        return found.stream().distinct().sorted().toList();
    }

    /** The number of a btrfs is none of a device: there the source counts. */
    private static boolean isOf(List<String> fields, String number, String device) {
        int source = fields.indexOf("-") + 2;
        return fields.get(NUMBER).equals(number)
                || (source > POINT
                        && source < fields.size()
                        && fields.get(source).equals(device));
    }

    private String number(Path device) {
        try {
            DeviceNumber number = inventory.describe(device).number();
            return number.major() + ":" + number.minor();
        } catch (IOException e) {
            // It is gone, and so are its mounts.
            return "";
        }
    }

    /** One process of each namespace. */
    private Map<String, Path> processes() {
        Map<String, Path> found = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : all) {
                namespace(process, found);
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot tell what is mounted: " + e.getMessage(), e);
        }
        return found;
    }

    private static void namespace(Path process, Map<String, Path> found) {
        try {
            Path unused = found.putIfAbsent(
                    Files.readSymbolicLink(process.resolve("ns/mnt")).toString(), process);
        } catch (IOException endedOrHidden) {
            // Whoever has ended has no mounts.
        }
    }

    private static List<String> mounts(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("mountinfo")), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException ended) {
            return List.of();
        }
    }

    /** The kernel writes blanks and the like as three octal digits. */
    private static String plain(String escaped) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < escaped.length(); at++) {
            boolean octal = escaped.charAt(at) == '\\' && escaped.length() - at > 3;
            plain.append(octal ? (char) Integer.parseInt(escaped.substring(at + 1, at + 4), 8) : escaped.charAt(at));
            at += octal ? 3 : 0;
        }
        return plain.toString();
    }
}
