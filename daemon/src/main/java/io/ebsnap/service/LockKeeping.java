package io.ebsnap.service;

import io.ebsnap.audit.AuditKind;
import io.ebsnap.audit.AuditLine;
import io.ebsnap.audit.AuditLog;
import io.ebsnap.audit.Deed;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.RecordEvidence;
import io.ebsnap.catalog.RecordSealing;
import io.ebsnap.catalog.SealedNote;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeyState;
import io.ebsnap.kms.Keystore;
import io.ebsnap.lock.Alarm;
import io.ebsnap.lock.Alarms;
import io.ebsnap.lock.LockedCatalog;
import io.ebsnap.lock.SnapshotLocks;
import io.ebsnap.lock.TrustedTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Locks and what they are counted in, put together.
 *
 * @param time trusted time
 * @param locks of snapshots
 * @param catalog one that keeps to them
 */
record LockKeeping(TrustedTime time, SnapshotLocks locks, LockedCatalog catalog) {

    private static final String SNAPSHOTS = "snapshotLockAlarm";
    private static final String CLOCK = "trustedTimeAlarm";

    /** What locks are kept over. */
    record Of(Catalog catalog, AuditLog audit, Keystore keystore, RecordSealing sealing) {}

    static LockKeeping open(DataDirectory data, Foundation base, Of of) {
        RecordEvidence<SnapshotLockRecord> evidence =
                new RecordEvidence<>(data.locks(), CatalogKind.SNAPSHOT_LOCK, of.sealing());
        Alarms alarms = new Alarms(alarm -> tell(of.audit(), alarm));
        TrustedTime time = TrustedTime.open(
                new TrustedTime.Parts(
                        new SealedNote(data.trustedTime(), "trusted-time", of.sealing()),
                        base.steady(),
                        base.clock(),
                        alarms,
                        base.crashPoints()),
                SnapshotLocks.latestProof(of.catalog(), evidence));
        SnapshotLocks locks = new SnapshotLocks(new SnapshotLocks.Parts(
                of.catalog(), evidence, time, key -> isGoing(of.keystore(), key), alarms, base.crashPoints()));
        return new LockKeeping(time, locks, new LockedCatalog(of.catalog(), locks));
    }

    /** What a status warns of. */
    static List<String> troubles(OpenStore store) {
        Stream<String> alarms = store.locks().alarms().stream()
                .filter(alarm -> alarm.kind() != Alarm.Kind.CLOCK_SET)
                .map(Alarm::message);
        return Stream.concat(store.time().troubles().stream(), alarms).toList();
    }

    private static boolean isGoing(Keystore keystore, String key) {
        try {
            return keystore.resolve(key).keyState() == KeyState.PENDING_DELETION;
        } catch (Failure.NotFound gone) {
            return true;
        }
    }

    private static void tell(AuditLog audit, Alarm alarm) {
        boolean clock = alarm.resources().isEmpty();
        audit.end(
                AuditKind.EVENT,
                0,
                new Deed(audit.daemon(), "", clock ? CLOCK : SNAPSHOTS, alarm.resources(), Map.of()),
                new AuditLine.Outcome(alarm.kind().word(), alarm.message()));
    }
}
