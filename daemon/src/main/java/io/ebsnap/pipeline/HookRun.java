package io.ebsnap.pipeline;

import io.ebsnap.device.Commands;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import io.ebsnap.task.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs hooks in mount and process namespaces of their own, where the file systems of clones are mounted. The kernel ends both, with all that is in them, when
 * the thread that has started one is gone, so that a death of the daemon leaves nothing mounted.
 *
 * @param tools of the machine
 * @param commands runs them
 * @param place an empty directory, which is made if it is not there, and never holds anything outside of these namespaces
 */
record HookRun(Tools tools, Commands commands, Path place) {

    private static final int LAST_WORDS = 500;

    /**
     * Runs the hook of a phase, with the file systems mounted, and unmounts them.
     *
     * @param environment what it is told
     * @param printed is given what it prints
     * @throws Failure.Conflict if it fails, takes too long, or leaves something mounted in use
     * @throws Failure.Unavailable if this machine cannot run it
     * @throws io.ebsnap.task.TaskCancelled if the task is to end: all of it was killed
     */
    void run(Phase phase, MountTable table, Map<String, String> environment, Tail printed, TaskRun task) {
        makePlace();
        Commands.Outcome outcome =
                commands.stream(command(phase, table), environment, phase.limit(), new Commands.Output() {
                    @Override
                    public void take(byte[] bytes, int length) {
                        printed.add(bytes, length);
                    }

                    @Override
                    public void waiting() {
                        task.checkpoint();
                    }
                });
        if (!outcome.succeeded()) {
            throw new Failure.Conflict(
                    "the " + phase.kind().word() + " hook failed: " + why(phase, outcome, printed.text()),
                    "ebsnap image builds " + environment.get("EBSNAP_EXECUTION") + " shows what it has printed");
        }
    }

    private List<String> command(Phase phase, MountTable table) {
        List<String> command = new ArrayList<>(List.of(
                tools.require("setpriv").toString(),
                "--pdeathsig",
                "KILL",
                tools.require("unshare").toString(),
                "--mount",
                "--propagation",
                "slave",
                "--pid",
                "--fork",
                "--kill-child=KILL",
                "--mount-proc",
                "/bin/sh",
                "-c",
                Bench.SCRIPT,
                "ebsnap-image-build",
                place.toString(),
                phase.mount() ? table.root(phase.root()) : "",
                phase.hook()));
        if (phase.mount()) {
            command.addAll(table.words());
        }
        return command;
    }

    private static String why(Phase phase, Commands.Outcome outcome, String output) {
        String end = outcome.killed()
                ? "it was killed after " + phase.limit().toSeconds() + " s"
                : "exit status " + outcome.status();
        String words = (outcome.errors().isBlank() ? output : outcome.errors()).strip();
        return words.isEmpty() ? end : end + ": " + words.substring(Math.max(0, words.length() - LAST_WORDS));
    }

    private void makePlace() {
        try {
            Files.createDirectories(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new Failure.Unavailable("making " + place + ": " + e.getMessage(), e);
        }
    }
}
