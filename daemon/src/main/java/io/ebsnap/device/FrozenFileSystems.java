package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.Mount;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** File systems that are frozen, each with its guardian, until they are thawed together. For one thread, but for {@link #guarding}. */
final class FrozenFileSystems implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(FrozenFileSystems.class);

    private final Freezer freezer;
    private final List<Frozen> frozen = new ArrayList<>();
    private boolean thawed;

    private record Frozen(Guardian guardian, InstantJournal.Note note) {}

    FrozenFileSystems(Freezer freezer) {
        this.freezer = freezer;
    }

    /** Freezes one more. */
    void add(Mount mount, InstantOrder order) {
        InstantJournal.Note note = freezer.journal().write(order.snapshot(), Freezer.WORD, mount.mountPoint());
        Guardian guardian;
        try {
            guardian = freezer.freeze(mount.mountPoint());
        } catch (Failure failed) {
            throw Closing.after(failed, () -> freezer.journal().delete(note));
        }
        frozen.add(new Frozen(guardian, note));
        LOG.info("frozen snapshot={} mount={}", order.snapshot(), mount.mountPoint());
    }

    boolean has(Mount mount) {
        return frozen.stream().anyMatch(one -> one.guardian().mountPoint().equals(mount.mountPoint()));
    }

    boolean isEmpty() {
        return frozen.isEmpty();
    }

    /** Hands some of them over, to be thawed by themselves. */
    FrozenFileSystems split(List<Mount> mounts) {
        FrozenFileSystems others = new FrozenFileSystems(freezer);
        for (Mount mount : mounts) {
            frozen.stream()
                    .filter(one -> one.guardian().mountPoint().equals(mount.mountPoint()))
                    .forEach(others.frozen::add);
        }
        frozen.removeAll(others.frozen);
        return others;
    }

    /** Whether all guardians are at their post; false means that what is read now is of no instant. */
    boolean guarding() {
        return frozen.stream().allMatch(one -> one.guardian().guarding());
    }

    /** Thaws all, whatever becomes of one of them. @return whether all of them were frozen until now */
    boolean thaw() {
        if (thawed) {
            return false;
        }
        thawed = true;
        boolean intact = true;
        Failure failure = null;
        for (Frozen one : frozen.reversed()) {
            try {
                intact &= thaw(one);
            } catch (Failure failed) {
                failure = failed;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return intact;
    }

    private boolean thaw(Frozen one) {
        Optional<Boolean> told = one.guardian().thaw();
        try {
            // A guardian that was killed has left the thawing to us.
            boolean intact =
                    told.isPresent() ? told.get() : freezer.thaw(one.guardian().mountPoint());
            freezer.journal().delete(one.note());
            LOG.info("thawed mount={} intact={}", one.guardian().mountPoint(), intact);
            return intact;
        } catch (LinuxException failed) {
            throw new Failure.Unavailable(
                    "cannot thaw " + one.guardian().mountPoint() + ": " + failed.getMessage(), failed);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot delete a note: " + failed, failed);
        }
    }

    @Override
    public void close() {
        thaw();
    }
}
