package io.ebsnap.linux.sysfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Whose the devices of the kernel's NBD driver are. */
public final class NbdTable {

    private static final String PREFIX = "nbd";

    private final Path blockDevices;

    /**
     * A reader.
     *
     * @param blockDevices {@code /sys/block}
     */
    NbdTable(Path blockDevices) {
        this.blockDevices = blockDevices;
    }

    /** The devices of this machine. */
    public static NbdTable ofThisMachine() {
        return new NbdTable(Path.of("/sys/block"));
    }

    /** The device that is connected for a backend: only such a one has the files {@code pid} and {@code backend}. */
    public OptionalInt find(String backend) {
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(blockDevices, PREFIX + "[0-9]*")) {
            for (Path device : devices) {
                if (Files.exists(device.resolve("pid")) && backendOf(device).equals(backend)) {
                    return OptionalInt.of(Integer.parseInt(
                            String.valueOf(device.getFileName()).substring(PREFIX.length())));
                }
            }
        } catch (IOException | NumberFormatException noDevices) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    private static String backendOf(Path device) {
        try {
            return Files.readString(device.resolve("backend"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException none) {
            return "";
        }
    }
}
