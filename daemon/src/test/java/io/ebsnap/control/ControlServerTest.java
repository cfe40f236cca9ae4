package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.Done;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.KeyRequest.ExportKeys;
import io.ebsnap.api.RecoveryFile;
import io.ebsnap.api.Secret;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.StoreRequest.CollectGarbage;
import io.ebsnap.api.TaskRequest.CancelTask;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlServerTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void requestsOfOneConnectionAreAnsweredInTurn() {
        try (Served served = Served.with(socket(), request -> new Done(request instanceof DeleteSnapshot));
                ApiClient client = served.client()) {
            assertThat(client.call(new DeleteSnapshot("snap-1"))).isEqualTo(Deleted.GONE);
            assertThat(client.call(new CancelTask("task-1"))).isEqualTo(new Done(false));
        }
    }

    @Test
    void clientsAtOnceGetTheirOwnAnswers() throws Exception {
        ActionHandler echo = request -> new StartedTask(((DeleteSnapshot) request).snapshotId());
        try (Served served = Served.with(
                        socket(),
                        request -> new Done(echo.handle(request).toString().contains("snap-1")));
                ExecutorService threads = Executors.newFixedThreadPool(
                        6, Thread.ofPlatform().name("client-", 0).factory())) {
            List<CompletableFuture<Boolean>> right = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String snapshot = "snap-" + i % 2;
                right.add(CompletableFuture.supplyAsync(() -> rightAnswers(served, snapshot), threads));
            }
            for (CompletableFuture<Boolean> each : right) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    private static boolean rightAnswers(Served served, String snapshot) {
        try (ApiClient client = served.client()) {
            for (int i = 0; i < 50; i++) {
                if (client.call(new DeleteSnapshot(snapshot)).done() != snapshot.equals("snap-1")) {
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    void failureIsToldWithCodeKindAndHint() {
        ActionHandler failing = request -> {
            throw request instanceof CollectGarbage
                    ? new Failure.Conflict("one runs", "wait for it")
                    : new Failure.NotFound("there is no such thing");
        };
        try (Served served = Served.with(socket(), failing);
                ApiClient client = served.client()) {
            assertThatThrownBy(() -> client.call(new CollectGarbage()))
                    .isInstanceOfSatisfying(ApiException.class, e -> {
                        assertThat(e.error().code()).isEqualTo("IncorrectState");
                        assertThat(e.error().kind()).isEqualTo(ErrorKind.CONFLICT);
                        assertThat(e.error().hint()).isEqualTo("wait for it");
                    });
            assertThatThrownBy(() -> client.call(new DeleteSnapshot("snap-1")))
                    .isInstanceOfSatisfying(ApiException.class, e -> {
                        assertThat(e.error().code()).isEqualTo("InvalidSnapshot.NotFound");
                        assertThat(e.error().hint()).isEqualTo("ebsnap snapshot list shows them");
                    });
            assertThatThrownBy(() -> client.call(
                            new CreateSnapshot(List.of("x"), null, List.of(), io.ebsnap.api.InstantOptions.AUTOMATIC)))
                    .hasMessageContaining("InvalidVolume.NotFound");
        }
    }

    private static void assertCode(ApiClient client, String code) {
        assertThatThrownBy(() -> client.call(new DeleteSnapshot("snap-1"))).hasMessageContaining(code);
    }

    @Test
    void faultOfOursIsToldByAnIdAndNothingElse() {
        ActionHandler faulty = request -> {
            throw new IllegalStateException("the secret of the state");
        };
        try (Served served = Served.with(socket(), faulty);
                ApiClient client = served.client()) {
            assertThatThrownBy(() -> client.call(new CollectGarbage()))
                    .hasMessageMatching("InternalError: internal error [0-9a-f]{8} in CollectGarbage")
                    .hasMessageNotContaining("secret");
            assertCode(client, "InternalError");
        }
    }

    @Test
    void passphraseIsDestroyedAfterTheAnswer() {
        AtomicReference<Secret> kept = new AtomicReference<>();
        ActionHandler exporter = request -> {
            Secret passphrase = ((ExportKeys) request).passphrase();
            assertThat(passphrase.chars()).isEqualTo("words".toCharArray());
            kept.set(passphrase);
            return new RecoveryFile("AAAA", List.of());
        };
        try (Served served = Served.with(socket(), exporter);
                ApiClient client = served.client()) {
            client.call(new ExportKeys(Secret.owning("words".toCharArray())));
            // The next answer comes only after the first request has been put away.
            assertThatThrownBy(() -> client.call(new DeleteSnapshot("x"))).isInstanceOf(ApiException.class);
            assertThat(kept.get().chars()).containsOnly('\0');
        }
    }

    @Test
    void aUserOutsideTheGroupIsTurnedAway() {
        try (Served served =
                Served.with(socket(), request -> new Done(true), Served.PATIENT, new FixedAccounts(5, false, 6))) {
            assertThatThrownBy(served::client)
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e -> assertThat(e.error().kind()).isEqualTo(ErrorKind.DENIED));
        }
    }

    @Test
    void membersOfTheGroupAndTheDaemonsOwnUserMayComeIn() {
        List<FixedAccounts> machines = List.of(new FixedAccounts(5, true, 6), new FixedAccounts(6, false, 6));
        for (FixedAccounts accounts : machines) {
            try (Served served = Served.with(socket(), request -> new Done(true), Served.PATIENT, accounts);
                    ApiClient client = served.client()) {
                assertThat(client.call(new DeleteSnapshot("x"))).isEqualTo(Deleted.GONE);
            }
        }
    }

    @Test
    void oneClientTooManyIsToldSoAndOthersStay() {
        ControlLimits two = new ControlLimits(2, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(1));
        try (Served served = Served.with(socket(), request -> new Done(true), two, Served.EVERYBODY_IS_ROOT);
                ApiClient first = served.client();
                ApiClient second = served.client()) {
            assertThatThrownBy(served::client).hasMessageContaining("RequestLimitExceeded");
            assertThat(first.call(new DeleteSnapshot("x"))).isEqualTo(second.call(new DeleteSnapshot("x")));
        }
    }

    @Test
    void closingWaitsForTheAnswerUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ActionHandler slow = request -> {
            begun.countDown();
            await(goOn);
            return new Done(true);
        };
        Served served = Served.with(socket(), slow);
        try (ApiClient client = served.client()) {
            CompletableFuture<Deleted> answer = CompletableFuture.supplyAsync(
                    () -> client.call(new DeleteSnapshot("x")),
                    task -> Thread.ofPlatform().name("asker").start(task));
            begun.await();
            Thread closer = Thread.ofPlatform().name("closer").start(served::close);
            while (Files.exists(served.socket())) {
                Thread.sleep(5);
            }
            goOn.countDown();
            assertThat(answer.get()).isEqualTo(Deleted.GONE);
            closer.join();
        }
        assertThatThrownBy(served::client).isInstanceOf(DaemonUnreachable.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void socketOfADeadDaemonIsReplacedAndALivingOneRefused() throws IOException {
        Path socket = socket();
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        try (Served served = Served.with(socket, request -> new Done(true))) {
            assertThatThrownBy(() -> Served.with(socket, request -> new Done(false)))
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("a daemon listens");
            try (ApiClient client = served.client()) {
                assertThat(client.call(new DeleteSnapshot("x"))).isEqualTo(Deleted.GONE);
            }
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void somethingElseInThePlaceIsLeftAlone() throws IOException {
        Path file = Files.writeString(socket(), "precious");
        assertThatThrownBy(() -> Served.with(file, request -> new Done(true))).isInstanceOf(Failure.Conflict.class);
        assertThat(file).hasContent("precious");
    }

    @Test
    void socketAndItsDirectoryAreClosedToOthers() throws IOException {
        Path socket = directory.resolve("run/ebsnap/ebsnapd.sock");
        try (Served served = Served.with(socket, request -> new Done(true))) {
            assertThat(rights(served.socket())).isEqualTo("rw-------");
            assertThat(rights(socket.resolveSibling("."))).isEqualTo("rwx------");
            assertThat(socket.resolveSibling(".n")).doesNotExist();
        }
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private Path socket() {
        return directory.resolve("s");
    }
}
