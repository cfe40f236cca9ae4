package io.ebsnap.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells one run of the kernel from the next: random(4), {@code /proc/sys/kernel/random/boot_id}. */
public final class BootId {

    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** That of the running kernel: 36 characters. */
    public static String current() throws IOException {
        return Files.readString(FILE, StandardCharsets.UTF_8).strip();
    }
}
