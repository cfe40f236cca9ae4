package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.AffectedSnapshot;
import io.ebsnap.api.ApiError;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.BlockRange;
import io.ebsnap.api.DamagedRange;
import io.ebsnap.api.Done;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.Finding;
import io.ebsnap.api.NamedCount;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskList;
import io.ebsnap.api.TaskRequest.DescribeTasks;
import io.ebsnap.api.TaskResult;
import io.ebsnap.api.TaskState;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit codes that the manual promises, and the two lines that come with an error. */
class ExitCodesTest {

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "INVALID,2",
        "NOT_FOUND,3",
        "CONFLICT,4",
        "UNAVAILABLE,1",
        "CORRUPT,5",
        "TOO_OLD,9",
        "TOO_NEW,9",
        "EXHAUSTED,8",
        "DENIED,7",
        "INTERNAL,10"
    })
    void errorOfTheDaemonBecomesItsKindsCodeAndTwoLines(ErrorKind kind, int exitCode) throws IOException {
        Cli cli = run(exitCode, request -> fail(kind), "status");
        assertThat(cli.err()).isEqualTo("ebsnap: it did not work\nhint: a way out\n");
        assertThat(cli.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fly",
                "snapshot",
                "snapshot fly",
                "snapshot create",
                "status extra",
                "volume list --filter x",
                "volume register /dev/sda --tag x",
                "-o xml status",
                "snapshot diff a",
                "snapshot diff a b --limit x",
                "--socket",
                "completion fish"
            })
    void wrongCommandLineIsTwoAndOneLineWithAHint(String line) {
        Cli cli = Cli.of(directory.resolve("none"));
        assertThat(cli.run(line.isEmpty() ? new String[0] : line.split(" ", -1)))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).matches("ebsnap: .+\nhint: ebsnap.* --help\n");
    }

    @Test
    void noDaemonIsSix() {
        Cli cli = Cli.of(directory.resolve("none"));
        assertThat(cli.run("status")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(cli.err()).startsWith("ebsnap: no daemon answers at ").contains("\nhint: is ebsnapd running?");
    }

    @Test
    void daemonThatHangsUpIsSix() throws IOException {
        Path socket = directory.resolve("mute");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofPlatform().daemon().name("mute").start(() -> hangUp(server));
            assertThat(Cli.of(socket).run("status")).isEqualTo(ExitCode.UNREACHABLE);
        }
    }

    private static void hangUp(ServerSocketChannel server) {
        try {
            server.accept().close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void socketOptionOutranksTheEnvironment() throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("s"), request -> new TaskList(List.of()))) {
            assertThat(Cli.of(directory.resolve("none"))
                            .run("task", "list", "--socket", daemon.socket().toString()))
                    .isZero();
        }
    }

    @Test
    void failedSnapshotIsOneAndSaysWhy() throws IOException {
        Record answer = new SnapshotList(List.of(Samples.failed("the device shrank")), null);
        assertThat(run(ExitCode.FAILED, request -> answer, "snapshot", "create", "root")
                        .err())
                .startsWith("ebsnap: " + Samples.SNAPSHOT + " failed: the device shrank\nhint: ");
    }

    @Test
    void deletingGoesOnAfterAnErrorAndTellsTheFirst() throws IOException {
        Function<Request<?>, Record> script = request ->
                ((DeleteSnapshot) request).snapshotId().equals("snap-2") ? fail(ErrorKind.NOT_FOUND) : new Done(true);
        Cli cli = run(ExitCode.NOT_FOUND, script, "snapshot", "delete", "snap-1", "snap-2", "snap-3");
        assertThat(cli.out()).isEqualTo("snap-1  deleted\nsnap-3  deleted\n");
    }

    @Test
    void damageIsFiveAndTheFindingsAreShown() throws IOException {
        List<AffectedSnapshot> affected = List.of(
                new AffectedSnapshot("snap-1", "vol-1", 12, List.of(new BlockRange(3, 1), new BlockRange(5, 2))));
        TaskResult result = new TaskResult(
                List.of(new NamedCount("PacksRead", 1234), new NamedCount("BytesRead", 1 << 20)),
                true,
                List.of(new Finding("damage", "chunk-damaged", "pack 00ff", "chunk 3: wrong tag", affected)),
                7,
                List.of());
        Cli cli = task(ExitCode.DAMAGED, Samples.task(TaskState.COMPLETED, 100, result, null));
        assertThat(cli.out())
                .contains(
                        "packs read",
                        "1,234",
                        "1.0 MiB",
                        "damage, chunk-damaged: pack 00ff: chunk 3: wrong tag\n  hits snap-1 of vol-1: 12 blocks: block 3, blocks 5 to 6\n")
                .contains("and 6 more\n");
        assertThat(cli.err()).contains("ebsnap: damage was found\nhint: ");
    }

    @Test
    void restoreThatSkippedBlocksIsFiveAndCanWriteThemDown() throws IOException {
        TaskResult result = new TaskResult(List.of(), true, List.of(), 0, List.of(new DamagedRange(3, 2, "wrong tag")));
        Task task = Samples.task(TaskState.COMPLETED, 100, result, null);
        Path map = directory.resolve("map");
        Cli cli = run(ExitCode.DAMAGED, answers(task), "restore", "snap-1", "t", "--damage-map", map.toString());
        assertThat(cli.out()).contains("not restored: blocks 3 to 4: wrong tag\n");
        assertThat(map).content().contains("\"FirstBlockIndex\": 3");
    }

    @Test
    void tasksEndSetsTheCode() throws IOException {
        TaskResult clean = new TaskResult(List.of(), false, List.of(), 0, List.of());
        ApiError error = new ApiError("InsufficientSpace", ErrorKind.EXHAUSTED, "no space", null);
        task(ExitCode.OK, Samples.task(TaskState.COMPLETED, 100, clean, null));
        task(ExitCode.FAILED, Samples.task(TaskState.CANCELLED, 50, null, null));
        assertThat(task(ExitCode.EXHAUSTED, Samples.task(TaskState.FAILED, 50, null, error))
                        .err())
                .contains("ebsnap: no space\n");
    }

    @Test
    void whatTheDaemonTellsCannotSteerTheTerminal() throws IOException {
        Record answer = new SnapshotList(List.of(Samples.failed("a\u001b]0;b\u0007\nc\u202e")), null);
        assertThat(run(ExitCode.FAILED, request -> answer, "snapshot", "wait", "x")
                        .err())
                .contains("a?]0;b??c?");
    }

    private Cli task(int exitCode, Task task) throws IOException {
        Files.deleteIfExists(directory.resolve("socket"));
        return run(exitCode, answers(task), "store", "verify");
    }

    private static Function<Request<?>, Record> answers(Task task) {
        return request ->
                request instanceof DescribeTasks ? new TaskList(List.of(task)) : new StartedTask(task.taskId());
    }

    private static Record fail(ErrorKind kind) throws ApiException {
        throw FakeDaemon.error(kind, "SomeCode", "it did not work");
    }

    private Cli run(int exitCode, Function<Request<?>, Record> script, String... arguments) throws IOException {
        try (FakeDaemon daemon = new FakeDaemon(directory.resolve("socket"), script)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run(arguments)).as(cli.err()).isEqualTo(exitCode);
            return cli;
        }
    }
}
