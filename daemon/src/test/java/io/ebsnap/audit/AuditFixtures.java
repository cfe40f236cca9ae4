package io.ebsnap.audit;

import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.DomainId;
import io.ebsnap.store.Headroom;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Logs under a known key, at a known time. */
final class AuditFixtures {

    static final Instant TIME = Instant.parse("2026-01-31T23:59:59.123Z");
    static final Principal DAEMON = Principal.daemon("000000000000");
    static final int SEGMENT_BYTES = 4096;
    static final long BYTES_MAX = 1 << 20;

    private static final DomainKeys KEYS = DomainKeys.derive(DomainId.parse("0f".repeat(16)), filled(7));
    private static final DomainKeys OTHER_KEYS = DomainKeys.derive(DomainId.parse("0f".repeat(16)), filled(8));

    private AuditFixtures() {}

    static AuditKeys keys() {
        return keys(KEYS);
    }

    private static AuditKeys keys(DomainKeys keys) {
        return new AuditKeys(keys::auditMac, keys::auditSealKey, AeadCiphers.fastest(), new Random(3));
    }

    static AuditLog open(Path directory) {
        return open(directory, CrashPoints.NONE, BYTES_MAX);
    }

    static AuditLog open(Path directory, CrashPoints crashPoints, long bytesMax) {
        return AuditLog.open(
                directory,
                SEGMENT_BYTES,
                new AuditLog.Parts("ab".repeat(16), keys(), () -> TIME, Headroom.NONE, crashPoints, bytesMax, DAEMON));
    }

    static AuditLog openWithAnotherKey(Path directory) {
        return AuditLog.open(
                directory,
                SEGMENT_BYTES,
                new AuditLog.Parts(
                        "ab".repeat(16),
                        keys(OTHER_KEYS),
                        () -> TIME,
                        Headroom.NONE,
                        CrashPoints.NONE,
                        BYTES_MAX,
                        DAEMON));
    }

    static Deed deed(String action, String... resources) {
        return new Deed(
                Principal.user("alice", "111111111111"), "", action, List.of(resources), Map.of("Name", action));
    }

    /** The same of something that an account sees. */
    static Deed deedOf(String ownerId, String action) {
        return new Deed(Principal.user("alice", ownerId), ownerId, action, List.of(), Map.of("Name", action));
    }

    /** Says that something was done, and how it went. */
    static void done(AuditLog log, String action) {
        long sequence = log.begin(AuditKind.REQUEST, deed(action));
        log.end(AuditKind.RESPONSE, sequence, deed(action), AuditLine.Outcome.SUCCEEDED);
    }

    /** The same of something that an account sees. */
    static void doneFor(String ownerId, AuditLog log, String action) {
        Deed deed = deedOf(ownerId, action);
        log.end(AuditKind.RESPONSE, log.begin(AuditKind.REQUEST, deed), deed, AuditLine.Outcome.SUCCEEDED);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
