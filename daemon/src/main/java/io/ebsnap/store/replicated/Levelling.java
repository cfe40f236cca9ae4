package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.StoreIdentity;
import io.ebsnap.format.ZoneStanding;
import io.ebsnap.store.ObjectCare;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.ZoneSyncResult;
import io.ebsnap.task.TaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;

/**
 * Brings zones level, as a task, beside whoever reads and writes. Done again after it was cut off, it skips what is there
 * already. For one thread.
 */
final class Levelling {

    private static final ObjectName IDENTITY = new ObjectName(StoreIdentity.OBJECT);
    private static final int PERCENT = 100;

    private final ReplicatedObjectStore store;
    private final ZoneMembership membership;
    private final ObjectCare care;
    private final TaskRun run;
    private final List<ObjectName> doubtful = new ArrayList<>();
    private long checked;
    private long copied;
    private long copiedBytes;
    private long deleted;
    private long totalBytes;
    private long doneBytes;

    Levelling(ReplicatedObjectStore store, ObjectCare care, TaskRun run) {
        this.store = store;
        this.membership = store.membership();
        this.care = care;
        this.run = run;
    }

    /** Gives a zone what the others have, takes away what they have not, and lets it count. From its beginning on, changes go to it too. */
    ZoneSyncResult bringLevel(ZoneReplica target) {
        membership.beginSync(target);
        requireIdentity();
        run.phase("removing what is gone");
        removeGone(target);
        run.phase("counting");
        expect();
        run.phase("copying");
        try (Stream<ObjectName> names = store.list("")) {
            names.forEach(name -> {
                step(name, target);
                target.percent(percent());
            });
        }
        membership.promote(target);
        doubtful.forEach(store::suspect);
        return result();
    }

    /** Gives each zone that counts what another one has: after a crash, what was under way may be in some only. */
    ZoneSyncResult compare() {
        run.phase("counting");
        expect();
        run.phase("comparing");
        try (Stream<ObjectName> names = store.list("")) {
            names.forEach(name -> {
                run.checkpoint();
                if (!isEverywhere(name)) {
                    store.spread(name);
                    copied++;
                    care.heal(name);
                }
                advance(name);
            });
        }
        return result();
    }

    /** Takes a zone out of use when every object in it is whole in another one. */
    ZoneSyncResult drain(ZoneReplica target) {
        run.phase("counting");
        expect();
        run.phase("proving that others have it");
        try (Stream<ObjectName> names = store.list("")) {
            names.forEach(name -> {
                run.checkpoint();
                requireElsewhere(name, target);
                advance(name);
                target.percent(percent());
            });
        }
        StoreZones.requireOthers(membership, target, store.parts().copiesMin());
        membership.stand(target, ZoneStanding.DRAINED);
        return result();
    }

    private ZoneSyncResult result() {
        return new ZoneSyncResult(
                checked, copied, copiedBytes, deleted, run.elapsed().toMillis());
    }

    /** A zone that counts and was emptied must not make others empty. */
    private void requireIdentity() {
        for (ZoneReplica live : membership.live()) {
            if (!live.exists(IDENTITY)) {
                throw new Failure.Corrupt("zone " + live.zone() + " counts, and lacks the store's identity: nothing is"
                        + " taken from it, and nothing is deleted because it does not have it");
            }
        }
    }

    private void removeGone(ZoneReplica target) {
        try (Stream<ObjectName> names = target.list("")) {
            names.filter(this::isGone).forEach(name -> {
                run.checkpoint();
                remove(name, target);
            });
        }
    }

    /** All must say so: one that cannot be asked ends this. */
    private boolean isGone(ObjectName name) {
        List<ZoneReplica> live = membership.live();
        return !live.isEmpty() && live.stream().noneMatch(replica -> replica.exists(name));
    }

    private void remove(ObjectName name, ZoneReplica target) {
        changing(name, () -> {
            if (isGone(name) && target.delete(name)) {
                deleted++;
                store.parts().crashPoints().reached("zone.after-remove-one");
            }
        });
    }

    private void step(ObjectName name, ZoneReplica target) {
        run.checkpoint();
        if (target.mode() != ZoneReplica.Mode.SYNCING) {
            throw new Failure.Unavailable("zone " + target.zone() + " failed: " + target.trouble(), null);
        }
        try {
            if (target.exists(name)) {
                match(name, target);
            } else {
                copy(name, sourceOf(name), target);
            }
        } catch (Failure.NotFound e) {
            // It was deleted since it was listed, here too.
            run.count("objects-gone", 1);
        }
        advance(name);
    }

    /**
     * Puts what the others have in the place of what differs. But what no zone that counts has whole is not taken from one that may have: it
     * decayed there while this zone was away. Once this one counts too, the copies are compared, and mend each other.
     */
    private void match(ObjectName name, ZoneReplica target) {
        ZoneReplica source = sourceOf(name);
        if (ObjectCopying.same(name, source, target)) {
            return;
        }
        if (!care.isWhole(name, source)) {
            doubtful.add(name);
            return;
        }
        changing(name, () -> target.delete(name));
        copy(name, source, target);
    }

    private void copy(ObjectName name, ObjectStore source, ZoneReplica target) {
        try (ObjectUpload upload = ObjectCopying.begin(name, source, target)) {
            changing(name, () -> {
                if (!isGone(name) && target.commit(upload)) {
                    copied++;
                    copiedBytes += upload.length();
                }
            });
        }
        store.parts().crashPoints().reached("zone.after-copy-one");
    }

    /** A zone with a whole copy; any that has it, if none is whole: parts of it may be. */
    private ZoneReplica sourceOf(ObjectName name) {
        List<ZoneReplica> having = membership.live().stream()
                .filter(replica -> replica.exists(name))
                .toList();
        if (having.isEmpty()) {
            throw new Failure.NotFound("no zone has " + name + " any more");
        }
        return having.stream()
                .filter(replica -> care.isWhole(name, replica))
                .findFirst()
                .orElseGet(having::getFirst);
    }

    private boolean isEverywhere(ObjectName name) {
        List<ZoneReplica> live = membership.live();
        try {
            ZoneReplica first = live.getFirst();
            return live.stream().allMatch(replica -> ObjectCopying.same(name, first, replica));
        } catch (Failure.NotFound e) {
            return false;
        }
    }

    private void requireElsewhere(ObjectName name, ZoneReplica target) {
        if (!isWholeElsewhere(name, target)) {
            store.spread(name);
            care.heal(name);
            if (store.exists(name) && !isWholeElsewhere(name, target)) {
                throw new Failure.Conflict(
                        "no other zone has " + name + " whole", "ebsnap store verify says what is wrong with it");
            }
        }
    }

    private boolean isWholeElsewhere(ObjectName name, ZoneReplica target) {
        return membership.live().stream()
                .filter(replica -> !replica.equals(target))
                .anyMatch(replica -> replica.exists(name) && care.isWhole(name, replica));
    }

    private void changing(ObjectName name, Runnable change) {
        Lock unchanged = membership.unchanged();
        Lock lock = store.lockOf(name);
        unchanged.lock();
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
            unchanged.unlock();
        }
    }

    private void expect() {
        try (Stream<ObjectName> names = store.list("")) {
            totalBytes = names.mapToLong(this::sizeOf).sum();
        }
        run.expect("bytes", totalBytes);
    }

    private void advance(ObjectName name) {
        long bytes = sizeOf(name);
        checked++;
        doneBytes += bytes;
        run.advance(bytes);
    }

    /** Zero for what was deleted meanwhile. */
    private long sizeOf(ObjectName name) {
        try {
            return store.size(name);
        } catch (Failure.NotFound e) {
            return 0;
        }
    }

    private int percent() {
        return totalBytes == 0 ? PERCENT - 1 : (int) Math.min(PERCENT - 1, doneBytes * PERCENT / totalBytes);
    }
}
