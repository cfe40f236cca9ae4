package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.AuditDetail;
import io.ebsnap.api.AuditEntry;
import io.ebsnap.api.AuditEntryList;
import io.ebsnap.api.AuditLogVerification;
import io.ebsnap.api.AuditRequest.DescribeAuditLog;
import io.ebsnap.api.AuditRequest.DescribeEvents;
import io.ebsnap.api.AuditRequest.VerifyAuditLog;
import io.ebsnap.api.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The commands about the audit log. */
class AuditCommandsTest extends CommandsFixture {

    private static final String HASH = "ab".repeat(32);

    /** A log of 300 lines of which every second one is wanted. */
    private static Record log(Request<?> request) {
        return switch (request) {
            case DescribeAuditLog describe -> part(from(describe.after()));
            case DescribeEvents describe -> part(from(describe.after()));
            case VerifyAuditLog verify ->
                new AuditLogVerification(1, 300, HASH, verify.sequence() == null ? null : HASH, List.of());
            default -> throw new AssertionError(request);
        };
    }

    private static long from(@Nullable Long after) {
        return after == null ? 0 : after;
    }

    private static AuditEntryList part(long after) {
        if (after >= 300) {
            return new AuditEntryList(List.of(), 300, true);
        }
        boolean answered = after % 2 == 0;
        return new AuditEntryList(
                List.of(new AuditEntry(
                        after + 1,
                        Instant.parse("2026-02-03T04:05:06.789Z"),
                        answered ? "response" : "request",
                        answered ? 7L : null,
                        "user:root",
                        "000000000000",
                        null,
                        "CreateSnapshot",
                        List.of("snap-1", "vol-1"),
                        answered ? "failed" : null,
                        answered ? "no room" : null,
                        List.of(new AuditDetail("Description", "before")))),
                Math.max(after + 1, 299),
                after + 1 >= 299);
    }

    @Test
    void theLastLinesAreShown() throws IOException {
        assertThat(asked(AuditCommandsTest::log, "audit", "--last", "10", "--kind", "request,event"))
                .element(1)
                .isEqualTo(new DescribeAuditLog(290L, null, List.of("request", "event")));
        assertThat(shown(AuditCommandsTest::log, "audit"))
                .isEqualTo(
                        "201  2026-02-03 04:05:06Z  user:root  response of 7  CreateSnapshot  failed  snap-1 vol-1"
                                + "  no room  Description=before\n"
                                + "300  2026-02-03 04:05:06Z  user:root  request  CreateSnapshot  snap-1 vol-1  Description=before\n");
    }

    @Test
    void linesBehindOneAreShownAsAnObjectEach() throws IOException {
        assertThat(asked(AuditCommandsTest::log, "events", "--after", "17"))
                .first()
                .isEqualTo(new DescribeEvents(17L, null, null));
        String shown = shown(AuditCommandsTest::log, "-o", "json", "events", "--after", "298");
        assertThat(shown.lines()).hasSize(1);
        assertThat(shown).startsWith("{\"Sequence\":299,").contains("\"Message\":\"no room\"");
    }

    @Test
    void verificationTellsWhatIsWrongAndEndsWithTheStatusOfDamage() throws IOException {
        assertThat(shown(AuditCommandsTest::log, "audit", "--verify"))
                .contains("1 to 300")
                .contains(HASH);
        try (FakeDaemon daemon =
                daemon(request -> new AuditLogVerification(1, 300, HASH, null, List.of("lines 7 to 8 are missing")))) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("audit", "--verify")).isEqualTo(ExitCode.DAMAGED);
            assertThat(cli.out()).contains("lines 7 to 8 are missing");
        }
    }

    @Test
    void anExpectedHashIsCompared() throws IOException {
        assertThat(asked(AuditCommandsTest::log, "audit", "--verify", "--expect", "7:" + HASH))
                .containsExactly(new VerifyAuditLog(7L));
        try (FakeDaemon daemon = daemon(AuditCommandsTest::log)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("audit", "--verify", "--expect", "7:" + "0".repeat(64)))
                    .isEqualTo(ExitCode.DAMAGED);
            assertThat(cli.run("audit", "--verify", "--expect", "7")).isEqualTo(ExitCode.USAGE);
            assertThat(cli.run("audit", "--expect", "7:" + HASH)).isEqualTo(ExitCode.USAGE);
        }
    }
}
