package io.ebsnap.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ebsnap.audit.AuditKeys;
import io.ebsnap.audit.AuditKind;
import io.ebsnap.audit.AuditLine;
import io.ebsnap.audit.AuditLog;
import io.ebsnap.audit.Deed;
import io.ebsnap.audit.Principal;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.device.Commands;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.store.Headroom;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventDeliveryTest {

    private static final EventDelivery.Pauses QUICK =
            new EventDelivery.Pauses(Duration.ofMillis(1), Duration.ofMillis(4));
    private static final Principal DAEMON = Principal.daemon("000000000000");

    @TempDir
    private Path folder;

    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private AuditLog log;

    @BeforeEach
    void open() {
        log = AuditLog.open(
                folder,
                AuditLog.SEGMENT_BYTES,
                new AuditLog.Parts(
                        "0".repeat(32),
                        new AuditKeys(
                                message -> new byte[32], () -> new byte[32], AeadCiphers.fastest(), new Random(1)),
                        () -> Instant.parse("2026-01-31T23:59:59.123Z"),
                        Headroom.NONE,
                        CrashPoints.NONE,
                        1L << 30,
                        DAEMON));
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** One that refuses so many times before it takes an event. */
    private EventTarget refusing(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return new EventTarget() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public void deliver(AuditLine event, String json) {
                if (left.getAndDecrement() > 0) {
                    throw new Failure.Unavailable("not now", null);
                }
                left.set(times);
                taken.add(event.deed().action());
            }
        };
    }

    @Test
    void everyEventIsTakenOnceInOrderHoweverOftenItIsRefused() throws InterruptedException {
        try (EventDelivery delivery = EventDelivery.start(log, refusing(2), folder, QUICK)) {
            for (int i = 0; i < 20; i++) {
                happen("event" + i);
                log.end(AuditKind.WITHDRAWN, 0, deed("other"), AuditLine.Outcome.SUCCEEDED);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(next()).isEqualTo("event" + i);
            }
            while (delivery.trouble().isPresent()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aLaterDaemonGoesOnBehindWhatWasTaken() throws InterruptedException {
        happen("before anybody was told");
        try (EventDelivery _ = EventDelivery.start(log, refusing(0), folder, QUICK)) {
            happen("first");
            assertThat(next()).isEqualTo("first");
        }
        happen("while it was down");
        try (EventDelivery _ = EventDelivery.start(log, refusing(0), folder, QUICK)) {
            assertThat(next()).isEqualTo("while it was down");
        }
        assertThat(taken).isEmpty();
    }

    @Test
    void itIsSaidWhatIsInTheWay() throws InterruptedException {
        try (EventDelivery delivery = EventDelivery.start(log, refusing(Integer.MAX_VALUE), folder, QUICK)) {
            happen("event");
            while (delivery.trouble().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(delivery.trouble().orElseThrow())
                    .contains("not taken by the test")
                    .contains("not now");
        }
    }

    @Test
    void aCommandHasTheEventInItsEnvironment() throws IOException, InterruptedException {
        Path file = folder.resolve("said");
        CommandTarget target = new CommandTarget(
                new Commands(System::nanoTime),
                "echo \"$EBSNAP_EVENT_NAME $EBSNAP_EVENT_RESULT $EBSNAP_EVENT_RESOURCES $EBSNAP_EVENT\" >" + file
                        + ".new && mv " + file + ".new " + file,
                Duration.ofMinutes(1));
        try (EventDelivery _ = EventDelivery.start(log, target, folder, QUICK)) {
            happen("createSnapshot");
            while (!Files.exists(file)) {
                Thread.onSpinWait();
            }
        }
        assertThat(Files.readString(file))
                .startsWith("createSnapshot succeeded snap-1 {")
                .contains("\"Action\":\"createSnapshot\"");
    }

    @Test
    void aWebhookIsAskedAgainUntilItAnswersWell() throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger asked = new AtomicInteger();
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean well = asked.incrementAndGet() > 2;
            if (well) {
                taken.add(exchange.getRequestHeaders().getFirst("Ebsnap-Cursor") + " " + body);
            }
            exchange.sendResponseHeaders(well ? 204 : 503, -1);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        try (HttpClient client = HttpClient.newHttpClient();
                EventDelivery _ = EventDelivery.start(
                        log, new WebhookTarget(client, url, Duration.ofMinutes(1)), folder, QUICK)) {
            happen("createSnapshot");
            assertThat(next()).startsWith("1 {").contains("\"Action\":\"createSnapshot\"");
        } finally {
            server.stop(0);
        }
    }

    private void happen(String event) {
        log.end(AuditKind.EVENT, 0, deed(event), AuditLine.Outcome.SUCCEEDED);
    }

    private static Deed deed(String action) {
        return new Deed(DAEMON, "", action, List.of("snap-1"), Map.of());
    }

    private String next() throws InterruptedException {
        String event = taken.poll(60, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }
}
