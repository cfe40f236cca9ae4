package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.Done;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotRequest.VerifySnapshot;
import io.ebsnap.audit.AuditKeys;
import io.ebsnap.audit.AuditLog;
import io.ebsnap.audit.Principal;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.store.Headroom;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done, and what is not, when the audit log takes no lines. */
class AuditedActionsTest {

    private static final String SNAPSHOT = "snap-0123456789abcdef0";

    @TempDir
    Path directory = Path.of("");

    private final AtomicInteger done = new AtomicInteger();
    private ActionHandler actions = request -> new Done(true);

    @BeforeEach
    void closeTheLog() {
        AuditLog log = AuditLog.open(
                directory.resolve("audit"),
                AuditLog.SEGMENT_BYTES,
                new AuditLog.Parts(
                        "0".repeat(32),
                        new AuditKeys(
                                message -> new byte[32], () -> new byte[32], AeadCiphers.fastest(), new Random(1)),
                        () -> FakeVolumes.TIME,
                        Headroom.NONE,
                        CrashPoints.NONE,
                        1L << 30,
                        Principal.daemon("000000000000")));
        log.close();
        ActionHandler counting = request -> {
            done.incrementAndGet();
            return new Done(true);
        };
        actions = new AuditedActions(counting, log, Principal.user("root", "000000000000"), "");
    }

    @Test
    void whatChangesSomethingIsNotDone() {
        assertThatThrownBy(() -> actions.handle(new DeleteSnapshot(SNAPSHOT))).isInstanceOf(Failure.Unavailable.class);
        assertThat(done).hasValue(0);
    }

    @Test
    void whatSavesDataIsDoneAllTheSame() {
        assertThat(actions.handle(new VerifySnapshot(SNAPSHOT))).isEqualTo(new Done(true));
        assertThat(done).hasValue(1);
    }
}
