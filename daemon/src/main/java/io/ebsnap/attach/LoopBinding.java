package io.ebsnap.attach;

import io.ebsnap.device.Commands;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopControl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Loop devices over files that this daemon itself serves.
 *
 * <p>Binding such a device, changing its size and opening it make requests to the daemon, and whoever makes one waits for the
 * answer in a way that not even a kill ends. A daemon that waited for itself could never be killed, would hold its locks
 * for good, and no other could take its place. So other processes do that ({@code losetup}), and what there is to know is read
 * from {@code /sys}. For the same reason nobody in the daemon opens the device or looks at the file.
 */
final class LoopBinding {

    private static final String TOOL = "losetup";
    private static final Path BLOCK_DEVICES = Path.of("/sys/block");
    private static final int ATTEMPTS_MAX = 50;
    private static final long PAUSE_NANOS = 20_000_000;

    private final LoopControl loops;
    private final Tools tools;

    LoopBinding(LoopControl loops, Tools tools) {
        this.loops = loops;
        this.tools = tools;
    }

    /** Whether the machine has what it takes. */
    boolean possible() {
        return tools.find(TOOL).isPresent() && Files.exists(Path.of("/dev/loop-control"));
    }

    /** Binds a file to a free device, trying another one when somebody else takes it first. */
    Path bind(Path file, boolean readOnly) {
        for (int attempt = 1; ; attempt++) {
            Path device = free();
            List<String> arguments = new ArrayList<>(List.of("--direct-io=on", "--sector-size", "512", "--partscan"));
            if (readOnly) {
                arguments.add("--read-only");
            }
            arguments.addAll(List.of(device.toString(), file.toString()));
            Commands.Outcome outcome = tools.run(TOOL, arguments);
            if (outcome.succeeded()) {
                return device;
            }
            if (attempt == ATTEMPTS_MAX || !(outcome.text().contains("busy") && !isBoundTo(device, file))) {
                throw new Failure.Unavailable("cannot bind " + file + " to " + device + ": " + outcome.text(), null);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Path free() {
        try {
            return loops.freeDevice();
        } catch (LinuxException failed) {
            throw new Failure.Unavailable("there is no free loop device: " + failed.getMessage(), failed);
        }
    }

    /** Makes a device as large as its file is now. */
    void refreshCapacity(Path device) {
        require(tools.run(TOOL, List.of("--set-capacity", device.toString())), "change the size of " + device);
    }

    /**
     * Unbinds a device, and waits for those who have it open to let go.
     *
     * @return whether it is free now; if not, it will be when nobody has it open any more
     */
    boolean unbind(Path device, Path file, Duration wait) {
        if (isBoundTo(device, file)) {
            Commands.Outcome outcome = tools.run(TOOL, List.of("--detach", device.toString()));
            if (!outcome.succeeded() && isBoundTo(device, file)) {
                throw new Failure.Unavailable("cannot unbind " + device + ": " + outcome.text(), null);
            }
        }
        long pauses = Math.max(1, wait.toNanos() / PAUSE_NANOS);
        for (long pause = 0; isBoundTo(device, file) && pause < pauses; pause++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return !isBoundTo(device, file);
    }

    /** Whether a device is bound to a file, by the name that it had then. */
    boolean isBoundTo(Path device, Path file) {
        Path backing = BLOCK_DEVICES.resolve(device.getFileName()).resolve("loop/backing_file");
        try {
            return Files.readString(backing, StandardCharsets.UTF_8).equals(file + "\n");
        } catch (IOException unbound) {
            return false;
        }
    }

    /** All devices that are bound to a file. */
    List<Path> boundTo(Path file) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(BLOCK_DEVICES, "loop*")) {
            for (Path entry : entries) {
                Path device = Path.of("/dev").resolve(entry.getFileName());
                if (isBoundTo(device, file)) {
                    found.add(device);
                }
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot list loop devices: " + failed, failed);
        }
        return found;
    }

    private static void require(Commands.Outcome outcome, String what) {
        if (!outcome.succeeded()) {
            throw new Failure.Unavailable("cannot " + what + ": " + outcome.text(), null);
        }
    }
}
