package io.ebsnap.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.PushRecord;
import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.scenario.MemoryDevice;
import io.ebsnap.snapshot.DistantCopyOrder.Pace;
import io.ebsnap.task.TaskState;
import io.ebsnap.task.TaskView;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies to a daemon that cannot call: whoever has the snapshot makes the connections. */
class RemotePushTest {

    private static final long MIB = 1 << 20;

    private final RemoteFixture sender = new RemoteFixture(1);
    private final RemoteFixture receiver = new RemoteFixture(2);
    private final MemoryDevice device = sender.engine.machine.add("/dev/a", 20 * MIB + 5);
    private Pushes pushes = sender.pushes();

    @BeforeEach
    void meet() {
        device.scribble(new Random(1), 30);
        receiver.service()
                .remotes()
                .add(new RemoteRecord("sender", "", sender.fingerprint().hex(), false, true, null));
        sender.service()
                .remotes()
                .add(new RemoteRecord(
                        "receiver",
                        RemoteFixture.LOOPBACK.getHostAddress() + ":" + receiver.port(),
                        receiver.fingerprint().hex(),
                        false,
                        false,
                        null));
    }

    @AfterEach
    void stop() {
        pushes.close();
        sender.close();
        receiver.close();
    }

    @Test
    void pushedCopyIsThereAndTheNextOneMovesOnlyWhatDiffers() {
        SnapshotRecord first = sender.engine.snapshot("/dev/a");
        assertThat(pushes.plan(order(first)).bytes())
                .isEqualTo(Objects.requireNonNull(first.content()).fullSnapshotSizeInBytes());
        SnapshotRecord firstCopy = pushed(first);
        assertThat(receiver.engine.restored(firstCopy).sameContent(device)).isTrue();

        device.put(4, filled(device.lengthOf(4)));
        SnapshotRecord second = sender.engine.snapshot("/dev/a");
        assertThat(pushes.plan(order(second)).base()).isEqualTo(firstCopy.snapshotId());
        SnapshotRecord secondCopy = pushed(second);
        assertThat(secondCopy.origin().parentSnapshotId()).isEqualTo(firstCopy.snapshotId());
        assertThat(receiver.engine.restored(secondCopy).sameContent(device)).isTrue();
        assertThat(records()).isEmpty();
    }

    @Test
    void pushGoesOnOverBrokenLines() throws IOException {
        SnapshotRecord source = sender.engine.snapshot("/dev/a");
        try (CuttingProxy proxy = new CuttingProxy(receiver.port())) {
            callAt(proxy.port());
            TaskView task = pushes.push(order(source));
            proxy.cut(300, 12);
            assertThat(sender.engine.awaitTask(task).state()).isEqualTo(TaskState.COMPLETED);
            assertThat(receiver.engine.restored(copyOf(source)).sameContent(device))
                    .isTrue();
        }
    }

    @Test
    void anotherDaemonGoesOnWithAPush() throws IOException {
        SnapshotRecord source = sender.engine.snapshot("/dev/a");
        try (CuttingProxy proxy = new CuttingProxy(receiver.port())) {
            callAt(proxy.port());
            TaskView unused = pushes.push(order(source));
            proxy.breakAfter(1);
            pushes.close();
            sender.engine.close();
            proxy.cut(0, 0);
        }
        sender.restart();
        callAt(receiver.port());
        pushes = sender.pushes();
        pushes.resume();
        while (!records().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(receiver.engine.restored(copyOf(source)).sameContent(device)).isTrue();
    }

    @Test
    void cancelledTaskEndsTheCopyThere() throws IOException {
        SnapshotRecord source = sender.engine.snapshot("/dev/a");
        receiver.engine.crashPoints.set(point -> {
            while (point.equals("snapshot.before-copy")
                    && receiver.engine.snapshots.list().size() == 1) {
                SnapshotRecord copy = receiver.engine.snapshots.list().getFirst();
                if (sender.engine.tasks.list().stream().anyMatch(task -> task.state() == TaskState.CANCELLED)) {
                    return;
                }
                assertThat(copy).isNotNull();
                Thread.onSpinWait();
            }
        });
        TaskView task = pushes.push(order(source));
        TaskView asked = sender.engine.tasks.cancel(task.id());
        assertThat(asked.id()).isEqualTo(task.id());
        assertThat(sender.engine.awaitTask(task).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(records()).isEmpty();
    }

    @Test
    void whoMayNotWriteIsRefused() {
        SnapshotRecord source = sender.engine.snapshot("/dev/a");
        receiver.service().remotes().remove("sender");
        receiver.service()
                .remotes()
                .add(new RemoteRecord("sender", "", sender.fingerprint().hex(), true, false, null));
        assertThatThrownBy(() -> pushes.push(order(source))).isInstanceOf(Failure.Denied.class);
        assertThat(receiver.engine.snapshots.list()).isEmpty();
    }

    @Test
    void nothingElseCanBeReadOnALineThatIsForOneSnapshot() {
        SnapshotRecord source = sender.engine.snapshot("/dev/a");
        SnapshotRecord other = sender.engine.snapshot("/dev/a");
        pushed(source);
        assertThatThrownBy(() -> receiver.engine.snapshots.copyFrom(receiver.order(sender, other, "alias/aws/ebs")))
                .isInstanceOf(Failure.class);
    }

    private PushOrder order(SnapshotRecord source) {
        return new PushOrder(
                "receiver", new SnapshotId(source.snapshotId()), "words", List.of(), false, "alias/aws/ebs", Pace.FREE);
    }

    private SnapshotRecord pushed(SnapshotRecord source) {
        TaskView ended = sender.engine.awaitTask(pushes.push(order(source)));
        assertThat(ended.message()).isEmpty();
        assertThat(ended.state()).isEqualTo(TaskState.COMPLETED);
        return copyOf(source);
    }

    private SnapshotRecord copyOf(SnapshotRecord source) {
        Optional<SnapshotRecord> copy = receiver.engine.snapshots.list().stream()
                .filter(record -> record.origin().device().equals("sender/" + source.snapshotId()))
                .findFirst();
        SnapshotRecord ended = receiver.engine.await(copy.orElseThrow());
        assertThat(ended.state()).isEqualTo(SnapshotState.COMPLETED);
        return ended;
    }

    private void callAt(int port) {
        sender.service().remotes().remove("receiver");
        sender.service()
                .remotes()
                .add(new RemoteRecord(
                        "receiver",
                        RemoteFixture.LOOPBACK.getHostAddress() + ":" + port,
                        receiver.fingerprint().hex(),
                        false,
                        false,
                        null));
    }

    private static byte[] filled(int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 7);
        return content;
    }

    private List<PushRecord> records() {
        try (Stream<PushRecord> all = sender.engine.catalog.list(CatalogKind.PUSH)) {
            return all.toList();
        }
    }
}
