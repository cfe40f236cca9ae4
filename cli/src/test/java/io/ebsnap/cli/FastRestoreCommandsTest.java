package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.FastRestoreRequest.DescribeFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.DisableFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.EnableFastSnapshotRestores;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.FastSnapshotRestoreChange;
import io.ebsnap.api.FastSnapshotRestoreFailure;
import io.ebsnap.api.FastSnapshotRestoreList;
import io.ebsnap.api.FastSnapshotRestoreStateError;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Page;
import io.ebsnap.api.Request;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The commands about fast restore. */
class FastRestoreCommandsTest extends CommandsFixture {

    private static FastSnapshotRestoreChange ordered(FastSnapshotRestore... restores) {
        return new FastSnapshotRestoreChange(List.of(restores), List.of());
    }

    private static FastSnapshotRestoreList listed(FastSnapshotRestore... restores) {
        return new FastSnapshotRestoreList(List.of(restores), null);
    }

    @Test
    void snapshotsAndZonesAreSent() throws IOException {
        Function<Request<?>, Record> script = request -> ordered(Samples.fastRestore(0, null));
        assertThat(asked(script, "fsr", "enable", "snap-1", "snap-2", "--zone", "a", "--zone", "b"))
                .containsExactly(new EnableFastSnapshotRestores(List.of("snap-1", "snap-2"), List.of("a", "b")));
        assertThat(asked(script, "fsr", "disable", "snap-1"))
                .containsExactly(new DisableFastSnapshotRestores(List.of("snap-1"), List.of()));
        assertThat(asked(request -> listed(), "fsr", "list", "snap-1", "--zone=a", "--filter", "state=enabled"))
                .containsExactly(new DescribeFastSnapshotRestores(
                        List.of(
                                new Filter("state", List.of("enabled")),
                                new Filter("snapshot-id", List.of("snap-1")),
                                new Filter("availability-zone", List.of("a"))),
                        Page.FIRST));
    }

    @Test
    void listHasEc2sShapeAndSaysWhatIsDone() throws IOException {
        Function<Request<?>, Record> script = request -> listed(
                Samples.fastRestore(4, null), Samples.fastRestore(1, null), Samples.fastRestore(1, "budget: words"));
        assertGolden("fsr-list.txt", shown(script, "fsr", "list"));
        assertGolden(
                "fsr-list.json", shown(request -> listed(Samples.fastRestore(4, null)), "fsr", "list", "-o", "json"));
    }

    @Test
    void waitingGoesOnUntilItIsEnabled() throws IOException {
        AtomicInteger gibibytes = new AtomicInteger();
        Function<Request<?>, Record> script = request -> request instanceof EnableFastSnapshotRestores
                ? ordered(Samples.fastRestore(0, null))
                : listed(Samples.fastRestore(gibibytes.incrementAndGet(), null));
        try (FakeDaemon daemon = daemon(script)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("fsr", "enable", Samples.SNAPSHOT, "--wait")).isZero();
            assertThat(cli.err()).contains("filling 2.0 GiB of 4.0 GiB");
            assertThat(cli.out()).contains("enabled");
            assertThat(daemon.asked()).hasSize(5);
        }
    }

    @Test
    void whatEndsDisabledWasNotEnabled() throws IOException {
        FastSnapshotRestore disabled = disabled();
        try (FakeDaemon daemon = daemon(request -> request instanceof EnableFastSnapshotRestores
                ? ordered(Samples.fastRestore(0, null))
                : listed(disabled))) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("fsr", "enable", Samples.SNAPSHOT, "--wait")).isEqualTo(ExitCode.FAILED);
            assertThat(cli.err()).contains("is disabled: block 3 is damaged");
        }
        assertThat(shown(
                        request ->
                                request instanceof DisableFastSnapshotRestores ? ordered(disabled) : listed(disabled),
                        "fsr",
                        "disable",
                        Samples.SNAPSHOT,
                        "--wait"))
                .contains("disabled");
    }

    private static FastSnapshotRestore disabled() {
        FastSnapshotRestore one = Samples.fastRestore(1, "block 3 is damaged");
        return new FastSnapshotRestore(
                one.snapshotId(),
                one.availabilityZone(),
                FastSnapshotRestore.DISABLED,
                "Server.InternalError",
                one.ownerId(),
                one.enablingTime(),
                null,
                null,
                null,
                Samples.TIME,
                one.message(),
                null,
                one.imageBytes(),
                0,
                null,
                null);
    }

    @Test
    void oneThatIsRefusedIsToldAfterTheOthersAndGivesTheExitCode() throws IOException {
        ApiError error = new ApiError("InvalidSnapshot.NotFound", ErrorKind.NOT_FOUND, "there is no snap-2", null);
        FastSnapshotRestoreChange answer = new FastSnapshotRestoreChange(
                List.of(Samples.fastRestore(0, null)),
                List.of(new FastSnapshotRestoreFailure(
                        "snap-2", List.of(new FastSnapshotRestoreStateError("", error)))));
        try (FakeDaemon daemon = daemon(request -> answer)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("fsr", "enable", Samples.SNAPSHOT, "snap-2")).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(cli.out()).contains(Samples.SNAPSHOT);
            assertThat(cli.err()).contains("there is no snap-2");
        }
    }
}
