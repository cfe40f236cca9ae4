package io.ebsnap.linux.sysfs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Whose the devices of the kernel's NBD driver are. */
public final class NbdTable {

    private static final String PREFIX = "nbd";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9]{1,7}");

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
        try {
            for (String name : Attributes.names(blockDevices)) {
                Path device = blockDevices.resolve(name);
                if (NAME.matcher(name).matches()
                        && Attributes.text(device.resolve("pid")).isPresent()
                        && Attributes.text(device.resolve("backend"))
                                .filter(backend::equals)
                                .isPresent()) {
                    return OptionalInt.of(Integer.parseInt(name.substring(PREFIX.length())));
                }
            }
        } catch (IOException noDevices) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }
}
