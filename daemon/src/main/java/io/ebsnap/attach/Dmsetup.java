package io.ebsnap.attach;

import io.ebsnap.device.Commands;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.MappedName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The device mapper by its program, {@code dmsetup}. What there is to know is read from {@code /sys}; what may wait for requests, another process
 * does: see {@link LoopBinding}.
 */
final class Dmsetup implements DeviceMapper {

    private static final String TOOL = "dmsetup";
    private static final Path NODES = Path.of("/dev/mapper");
    private static final Path CONTROL = NODES.resolve("control");
    private static final Path UDEV = Path.of("/run/udev/control");
    private static final int SECTOR_BYTES = 512;

    /** A table that the kernel refuses at the last moment leaves the device suspended: it goes on with the one that it had. */
    private static final String RESUME = "\"$@\" && exit 0; status=$?; \"$@\" 2>/dev/null; exit $status";

    private final Tools tools;
    private final DeviceInventory inventory;
    private final InstantSource clock;

    Dmsetup(Tools tools, DeviceInventory inventory, InstantSource clock) {
        this.tools = tools;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** A driver that is a module and not loaded yet is loaded. */
    @Override
    public Optional<String> obstacle() {
        if (tools.find(TOOL).isEmpty()) {
            return Optional.of(TOOL + " is not installed");
        }
        if (!Files.exists(CONTROL) && tools.find("modprobe").isPresent()) {
            Commands.Outcome unused = tools.run("modprobe", List.of("dm_mod"));
        }
        return Files.exists(CONTROL)
                ? Optional.empty()
                : Optional.of("the kernel has no device mapper (" + CONTROL + "); load it with: modprobe dm_mod");
    }

    @Override
    public Path create(MappedName name, MappedTable table) {
        require("make the device " + name.name(), run(withTable(table, "create", name.name(), "--uuid", name.uuid())));
        Path node = NODES.resolve(name.name());
        if (!Files.exists(node, LinkOption.NOFOLLOW_LINKS)) {
            fail(name.name());
            throw new Failure.Unavailable("there is no " + node + ", though its device was made", null);
        }
        return node;
    }

    private static String[] withTable(MappedTable table, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        if (table.readOnly()) {
            all.add("--readonly");
        }
        all.add("--table");
        all.add("0 " + table.sizeBytes() / SECTOR_BYTES + " linear " + table.over() + " 0");
        return all.toArray(String[]::new);
    }

    @Override
    public Optional<MappedState> find(String name) {
        Optional<DeviceDescription> found = device(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Commands.Outcome table = run("table", name);
        require("read the table of " + name, table);
        return Optional.of(new MappedState(
                isSuspended(found.get()), over(table.output()), found.get().sizeBytes()));
    }

    private Optional<DeviceDescription> device(String name) {
        try {
            return inventory.describeMapped(name);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot look for the device " + name + ": " + failed.getMessage(), failed);
        }
    }

    private static boolean isSuspended(DeviceDescription device) {
        Path flag = Path.of("/sys/block", device.kernelName(), "dm/suspended");
        try {
            return Files.readString(flag, StandardCharsets.US_ASCII).strip().equals("1");
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot read " + flag + ": " + failed, failed);
        }
    }

    /** Of {@code 0 2097152 linear 43:0 0}. */
    private static Optional<Path> over(String table) {
        String[] words = table.strip().split(" ", -1);
        if (words.length != 5 || !words[2].equals("linear")) {
            return Optional.empty();
        }
        try {
            Path device = Files.readSymbolicLink(Path.of("/sys/dev/block", words[3]));
            return Optional.of(Path.of("/dev").resolve(device.getFileName()));
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot tell which device " + words[3] + " is: " + failed, failed);
        }
    }

    @Override
    public void load(String name, MappedTable table) {
        require("let " + name + " lead to " + table.over(), run(withTable(table, "load", name)));
    }

    @Override
    public void clear(String name) {
        require("clear " + name, run("clear", name));
    }

    /** A mounted file system need not be frozen for it: the bytes are the same before and after. */
    @Override
    public void resume(String name) {
        List<String> words = new ArrayList<>(List.of("-c", RESUME, "sh"));
        words.addAll(command("resume", "--nolockfs", name));
        require("resume " + name, tools.run("sh", words));
    }

    @Override
    public void remove(String name) {
        Commands.Outcome outcome = run("remove", "--retry", name);
        if (!outcome.succeeded() && outcome.text().contains("busy")) {
            throw new Failure.Conflict(NODES.resolve(name) + " is in use", "end that use first");
        }
        require("remove " + name, outcome);
    }

    @Override
    public void fail(String name) {
        if (device(name).isEmpty()) {
            return;
        }
        require("end the requests to " + name, run("wipe_table", "--nolockfs", "--noflush", name));
        require("remove " + name, run("remove", "--deferred", name));
        if (device(name).isPresent()) {
            String ended = name + "-ended-" + clock.millis();
            require("rename " + name, run("rename", name, ended));
        }
    }

    private Commands.Outcome run(String... words) {
        List<String> command = command(words);
        return tools.run(command.getFirst(), command.subList(1, command.size()));
    }

    /** Without udev, the program makes the nodes itself, but only when told so. */
    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        if (!Files.exists(UDEV)) {
            command.addAll(List.of("env", "DM_DISABLE_UDEV=1"));
        }
        command.add(TOOL);
        command.addAll(List.of(words));
        return command;
    }

    private static void require(String what, Commands.Outcome outcome) {
        if (!outcome.succeeded()) {
            throw new Failure.Unavailable("cannot " + what + ": " + outcome.text(), null);
        }
    }
}
