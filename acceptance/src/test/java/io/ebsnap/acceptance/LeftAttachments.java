package io.ebsnap.acceptance;

import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Devices that a killed daemon has left to a next one that will not come: their requests would wait for ever, and with them whoever so much as
 * looks at the files of a test that has failed.
 */
final class LeftAttachments {

    private static final Path PROC = Path.of("/proc");
    private static final Path MOUNTS = PROC.resolve("self/mounts");
    private static final Path BLOCK_DEVICES = Path.of("/sys/block");

    private LeftAttachments() {}

    /** Ends all below a folder, whose daemons are dead. */
    static void end(Path folder) {
        try {
            boolean kept = false;
            for (Path process : listed(PROC, "[0-9]*")) {
                if (contains(process.resolve("environ"), "EBSNAP_KEEPS=" + folder + "/")) {
                    Commands.Result unused =
                            Commands.attempt("kill", process.getFileName().toString());
                    kept = true;
                }
            }
            if (kept) {
                unbind(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unbind(Path folder) throws IOException {
        for (Path loop : listed(BLOCK_DEVICES, "loop*")) {
            if (contains(loop.resolve("loop/backing_file"), folder + "/")) {
                Commands.Result unused = Commands.attempt("losetup", "-d", "/dev/" + loop.getFileName());
            }
        }
        for (String mount : Files.readAllLines(MOUNTS)) {
            String point = mount.split(" ", 3)[1];
            if (point.startsWith(folder + "/")) {
                Commands.Result unused = Commands.attempt("umount", "-l", point);
            }
        }
    }

    private static boolean contains(Path file, String text) {
        try (InputStream content = Files.newInputStream(file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8).contains(text);
        } catch (IOException gone) {
            return false;
        }
    }

    private static List<Path> listed(Path directory, String names) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, names)) {
            entries.forEach(found::add);
        }
        return found;
    }
}
