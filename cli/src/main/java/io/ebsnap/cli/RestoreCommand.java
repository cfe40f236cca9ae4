package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.SnapshotRequest.RestoreSnapshot;
import io.ebsnap.api.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap restore}. */
@Command(
        name = "restore",
        header = "Write a snapshot onto a device or file.",
        description = {
            "Every chunk is checked before it is written; blocks that are right already are left alone, holes become holes.",
            "A target that is mounted, in use or too small is refused; one that holds something is refused without --force.",
            "When it was interrupted, the same command goes on where it stopped.",
            "With --lazy it returns at once, and prints a device that has the whole content: TARGET is filled behind it."
        })
final class RestoreCommand extends DaemonCommand {

    @Parameters(index = "0", paramLabel = "SNAP", description = "Id of the snapshot.")
    String snapshot = "";

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "Block device, or file that is made if it is not there.")
    Path target = Path.of("");

    @Option(names = "--force", description = "Overwrite what is on the target.")
    boolean force;

    @ArgGroup(exclusive = true)
    @Nullable
    Way way;

    @Mixin
    Options.Waiting waiting = new Options.Waiting();

    RestoreCommand(Session session) {
        super(session);
    }

    /** Whole at the end of the command, or used while it is filled. */
    static final class Way {
        @ArgGroup(exclusive = false)
        @Nullable
        Lazy lazy;

        @ArgGroup(exclusive = false)
        @Nullable
        Whole whole;
    }

    /** What goes with {@code --lazy}. */
    static final class Lazy {
        @Option(
                names = "--lazy",
                required = true,
                description =
                        "Make a volume on TARGET, attach it, and print its device; it is filled while it is used.")
        boolean lazy;

        @Option(
                names = "--init-rate",
                paramLabel = "MiB/s",
                description = "Fill it in the background at most so fast. Without it, or with 0, as fast as it goes.")
        @Nullable
        Long rate;

        @ArgGroup(exclusive = true)
        Options.Encryption.@Nullable Choice encryption;
    }

    /** What goes without {@code --lazy}. */
    static final class Whole {
        @Option(
                names = "--skip-damaged",
                description = "Leave out blocks whose chunks are damaged, and list them; the exit code is then 5.")
        boolean skipDamaged;

        @Option(
                names = "--damage-map",
                paramLabel = "FILE",
                description = "Also write the list of blocks that were left out to FILE, as JSON.")
        @Nullable
        Path damageMap;
    }

    @Override
    int run(ApiClient daemon) {
        String path = target.toAbsolutePath().normalize().toString();
        if (way != null && way.lazy != null) {
            return new LazyRestore(session(), daemon)
                    .run(new LazyRestore.Order(
                            snapshot,
                            path,
                            force,
                            way.lazy.rate,
                            way.lazy.encryption == null ? null : way.lazy.encryption.yes));
        }
        return whole(daemon, path, way == null || way.whole == null ? new Whole() : way.whole);
    }

    private int whole(ApiClient daemon, String path, Whole options) {
        RestoreSnapshot request = new RestoreSnapshot(snapshot, path, force, options.skipDamaged);
        TaskStarter starter = new TaskStarter(session(), daemon);
        if (waiting.noWait) {
            return starter.start(request, waiting);
        }
        Task task = starter.await(request);
        int exitCode = new TaskOutcome(session()).show(task);
        if (options.damageMap != null && task.result() != null) {
            writeMap(options.damageMap, io.ebsnap.api.MessageCodec.pretty(task.result()));
        }
        return exitCode;
    }

    private static void writeMap(Path file, String json) {
        try {
            Files.writeString(file, json + "\n");
        } catch (IOException e) {
            throw new Refusal(ExitCode.FAILED, "cannot write " + file + ": " + e.getMessage(), "the list stands above");
        }
    }
}
