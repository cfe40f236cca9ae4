package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.store.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * One commit or deletion over all zones that are written. A zone that fails is durably out before the change is acknowledged. A change that
 * no zone that counts has made fails, and takes no zone out: all have the same then.
 */
final class Changing {

    private final ZoneMembership membership;
    private final CrashPoints crashPoints;
    private final int copiesMin;
    private final Map<ZoneReplica, Failure> failed = new LinkedHashMap<>();
    private final List<ZoneReplica> done = new ArrayList<>();

    Changing(ZoneMembership membership, CrashPoints crashPoints, int copiesMin) {
        this.membership = membership;
        this.crashPoints = crashPoints;
        this.copiesMin = copiesMin;
    }

    /**
     * Requires as many zones as whatever is put must be in.
     *
     * @param count how many have everything
     */
    static void requireCopies(ZoneMembership membership, int count, int copiesMin) {
        if (count < copiesMin) {
            throw new Failure.Unavailable(
                    "nothing is written while only " + count + " of the " + copiesMin
                            + " zones that store.copies asks for can be used: "
                            + String.join(
                                    "; ",
                                    membership.replicas().stream()
                                            .filter(replica -> !replica.isLive())
                                            .map(replica -> "zone " + replica.zone() + ": "
                                                    + (replica.trouble().isEmpty() ? "not level" : replica.trouble()))
                                            .toList()),
                    null);
        }
    }

    /** Commits an upload; false if a zone has an object of that name. */
    boolean commit(ObjectName name, ReplicatedUpload upload, Lock ofName) {
        boolean put = change(ofName, () -> commitEverywhere(name, upload));
        if (put && done.stream().filter(ZoneReplica::isLive).count() < copiesMin) {
            // It is there, but in too few zones: whoever asked is told that it failed.
            change(ofName, () -> deleteEverywhere(name));
            requireCopies(membership, membership.live().size(), copiesMin);
            throw new Failure.Unavailable("zones failed while " + name + " was put", null);
        }
        return put;
    }

    /** Deletes an object; whether a zone had it. */
    boolean delete(ObjectName name, Lock ofName) {
        return change(ofName, () -> deleteEverywhere(name));
    }

    /** A step over all zones. */
    @FunctionalInterface
    private interface Step {
        boolean run();
    }

    private boolean change(Lock ofName, Step step) {
        done.clear();
        failed.clear();
        boolean result;
        Lock unchanged = membership.unchanged();
        unchanged.lock();
        ofName.lock();
        try {
            result = step.run();
        } finally {
            ofName.unlock();
            unchanged.unlock();
        }
        if (!failed.isEmpty()) {
            Map<ZoneReplica, String> reasons = new LinkedHashMap<>();
            failed.forEach((replica, failure) -> reasons.put(replica, String.valueOf(failure.getMessage())));
            membership.takeOut(reasons);
        }
        membership.requirePublished();
        return result;
    }

    private boolean commitEverywhere(ObjectName name, ReplicatedUpload upload) {
        List<ZoneReplica> written = membership.written();
        if (written.size() > 1 && isTaken(name, written)) {
            return false;
        }
        List<ZoneReplica> late = new ArrayList<>();
        for (ZoneReplica replica : written) {
            Optional<ReplicatedUpload.Part> part = upload.part(replica);
            if (part.isEmpty()) {
                late.add(replica);
            } else if (!attempt(replica, () -> commit(name, upload, replica, part.get()))) {
                return false;
            }
            crashPoints.reached("zone.after-commit-one");
        }
        ZoneReplica source = requireOneDone(name);
        late.forEach(replica -> attempt(replica, () -> {
            ReplicatedObjectStore.copy(name, source, replica);
            return true;
        }));
        return true;
    }

    /** Only for a store of one zone is an object of that name no surprise here; what a zone that is being brought level has of that name is gone elsewhere. */
    private boolean commit(ObjectName name, ReplicatedUpload upload, ZoneReplica replica, ReplicatedUpload.Part part) {
        boolean several = membership.written().size() > 1;
        if (several && !replica.isLive()) {
            boolean unused = replica.delete(name);
        }
        boolean put = upload.commit(replica, part);
        if (!put && several) {
            throw new Failure.Unavailable("zone " + replica.zone() + " has an object " + name + " all at once", null);
        }
        return put;
    }

    private boolean deleteEverywhere(ObjectName name) {
        boolean[] deleted = {false};
        for (ZoneReplica replica : membership.written()) {
            attempt(replica, () -> {
                deleted[0] |= replica.delete(name);
                return true;
            });
            crashPoints.reached("zone.after-delete-one");
        }
        requireOneDone(name);
        return deleted[0];
    }

    /** Whether a zone that counts has the name; then all that lack it are given it, because the caller relies on its being there. */
    private boolean isTaken(ObjectName name, List<ZoneReplica> written) {
        List<ZoneReplica> having = new ArrayList<>();
        List<ZoneReplica> lacking = new ArrayList<>();
        for (ZoneReplica replica : written) {
            if (replica.isLive()) {
                attempt(replica, () -> (replica.exists(name) ? having : lacking).add(replica));
            }
        }
        done.clear();
        if (having.isEmpty()) {
            // A zone that cannot even be asked is written all the same, which decides what becomes of it.
            failed.clear();
            return false;
        }
        lacking.forEach(replica -> attempt(replica, () -> {
            ReplicatedObjectStore.copy(name, having.getFirst(), replica);
            return true;
        }));
        return true;
    }

    /** Runs a step in one zone; what fails there is kept for later. */
    private boolean attempt(ZoneReplica replica, Step step) {
        try {
            boolean result = step.run();
            done.add(replica);
            return result;
        } catch (Failure e) {
            failed.put(replica, e);
            endSync(replica, String.valueOf(e.getMessage()));
            return true;
        }
    }

    /** At once, and not with the others that failed: it must not be taken for level meanwhile. */
    private static void endSync(ZoneReplica replica, String reason) {
        if (replica.mode() == ZoneReplica.Mode.SYNCING) {
            replica.trouble(reason);
            replica.mode(ZoneReplica.Mode.OUT);
        }
    }

    private ZoneReplica requireOneDone(ObjectName name) {
        Optional<ZoneReplica> first = done.stream().filter(ZoneReplica::isLive).findFirst();
        if (first.isEmpty()) {
            List<Failure> failures = failed.entrySet().stream()
                    .filter(each -> each.getKey().isLive())
                    .map(Map.Entry::getValue)
                    .toList();
            // What is being brought level may have done what the others have not.
            done.forEach(replica -> endSync(replica, "the others failed to do what it did"));
            membership.suspect(name);
            throw failures.isEmpty()
                    ? new Failure.Unavailable("the zones changed while " + name + " was written: try again", null)
                    : failures.getFirst();
        }
        return first.get();
    }
}
