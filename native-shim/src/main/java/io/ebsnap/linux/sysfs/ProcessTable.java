package io.ebsnap.linux.sysfs;

import io.ebsnap.linux.Keeper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Which processes there are, when they started and what their environment says. */
public final class ProcessTable {

    /** Places in {@code /proc/N/stat}, counted from behind the name, which may hold spaces and brackets. */
    private static final int STATE = 0;

    private static final int START_TICKS = 19;

    private final Path proc;

    /**
     * A reader.
     *
     * @param proc {@code /proc}
     */
    ProcessTable(Path proc) {
        this.proc = proc;
    }

    /** The processes of this machine. */
    public static ProcessTable ofThisMachine() {
        return new ProcessTable(Path.of("/proc"));
    }

    /** When a process started: ticks since the machine started; empty if it is gone, or dead and not buried. */
    public OptionalLong startTicks(long processId) {
        try {
            String stat =
                    Files.readString(proc.resolve(Long.toString(processId)).resolve("stat"));
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean dead = words[STATE].equals("Z") || words[STATE].equals("X");
            return dead ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(words[START_TICKS]));
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }

    /** The processes whose environment has this entry: {@code NAME=value}. */
    public List<Keeper> withEnvironment(String entry) {
        List<Keeper> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                long number = Long.parseLong(String.valueOf(process.getFileName()));
                if (hasEnvironment(number, entry)) {
                    startTicks(number).ifPresent(ticks -> found.add(new Keeper(number, ticks)));
                }
            }
        } catch (IOException noProcesses) {
            return List.of();
        }
        return List.copyOf(found);
    }

    /** Whether the environment of a process has this entry; not if it is gone, or may not be looked at. */
    public boolean hasEnvironment(long processId, String entry) {
        try {
            String environment = Files.readString(
                    proc.resolve(Long.toString(processId)).resolve("environ"), StandardCharsets.ISO_8859_1);
            return Arrays.asList(environment.split("\0", -1)).contains(entry);
        } catch (IOException endedOrHidden) {
            return false;
        }
    }
}
