package io.ebsnap.device;

import io.ebsnap.linux.DeviceNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The other processes that have a device or file open for writing: opening a device exclusively keeps mounts and other exclusive
 * openers out, but not these (a virtual machine's disk is such a case).
 *
 * <p>Seen are the processes of this machine's PID namespace that may be looked at; kernel users are the inventory's matter.
 */
final class OpenWriters {

    /** So many are named in a message at most. */
    private static final int NAMED_MAX = 5;

    private final Path proc;
    private final String ours = Long.toString(ProcessHandle.current().pid());

    /** @param proc where the process file system is mounted */
    OpenWriters(Path proc) {
        this.proc = proc;
    }

    /** Who has a block device open for writing, as words for a message: {@code process 812 (qemu)}. */
    List<String> ofDevice(DeviceNumber device) {
        return find(link -> link.startsWith("/dev/")
                && FileNumber.ofNode(Path.of(link)).filter(device::equals).isPresent());
    }

    /** Who has a regular file open for writing. The file is known by its present name, which the kernel keeps up. */
    List<String> ofFile(Path realPath) {
        String name = realPath.toString();
        return find(name::equals);
    }

    private List<String> find(Predicate<String> linkMatches) {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (found.size() < NAMED_MAX
                        && !ours.equals(String.valueOf(process.getFileName()))
                        && writes(process, linkMatches)) {
                    found.add("process " + process.getFileName() + " (" + nameOf(process) + ")");
                }
            }
        } catch (IOException noProcesses) {
            return found;
        }
        return found;
    }

    private static boolean writes(Path process, Predicate<String> linkMatches) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (linkMatches.test(target(descriptor)) && opensForWriting(process, descriptor)) {
                    return true;
                }
            }
        } catch (IOException endedOrHidden) {
            return false;
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    /** The flags line is octal; its last two bits are the access mode. */
    private static boolean opensForWriting(Path process, Path descriptor) throws IOException {
        Path info = process.resolve("fdinfo").resolve(descriptor.getFileName());
        for (String line : Files.readAllLines(info, StandardCharsets.UTF_8)) {
            if (line.startsWith("flags:")) {
                return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & 3) != 0;
            }
        }
        return false;
    }

    private static String nameOf(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException ended) {
            return "?";
        }
    }
}
