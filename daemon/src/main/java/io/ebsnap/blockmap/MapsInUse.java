package io.ebsnap.blockmap;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The block maps that running work reads, whatever becomes of their snapshots meanwhile: garbage collection keeps their chunks.
 *
 * <p>Whoever wants to read a map holds it first, and only then makes sure that its snapshot still exists. A collection begins to watch,
 * then lists the snapshots, and last asks what was held at any time since it began. So a map that is neither listed nor seen held was
 * held after that, and its snapshot existed still later: it was completed while the collection ran, and the pins of its writer
 * keep it. There is no clock in it. Safe for use by several threads.
 */
public final class MapsInUse {

    @GuardedBy("this")
    private final List<Hold> held = new ArrayList<>();

    @GuardedBy("this")
    private final List<Doubt> doubts = new ArrayList<>();

    @GuardedBy("this")
    private final List<Watch> watches = new ArrayList<>();

    /** Holds a map until the answer is closed. */
    public synchronized Hold hold(BlockMap map) {
        Hold hold = new Hold(this, map);
        held.add(hold);
        watches.forEach(watch -> watch.seen.add(map));
        return hold;
    }

    /**
     * Holds the map of a snapshot, and only then makes sure that it exists.
     *
     * @param requirement fails if it does not, and with that nothing is held
     */
    public Hold holdRequired(BlockMap map, Supplier<?> requirement) {
        Hold hold = hold(map);
        try {
            Object unused = requirement.get();
            return hold;
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    /** Holds the map of a snapshot if, once it is held, that exists still. */
    public Optional<Hold> holdExisting(BlockMap map, Supplier<? extends Optional<?>> snapshot) {
        Hold hold = hold(map);
        try {
            if (snapshot.get().isPresent()) {
                return Optional.of(hold);
            }
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
        hold.close();
        return Optional.empty();
    }

    /**
     * Says until the answer is closed that nobody can tell what is in use of a domain: no collection of it deletes anything.
     *
     * @param why as the end of a sentence
     */
    public synchronized Doubt doubt(DomainId domain, String why) {
        Doubt doubt = new Doubt(this, domain, why);
        doubts.add(doubt);
        watches.forEach(watch -> watch.doubts.add(doubt));
        return doubt;
    }

    /** Begins to watch what is held. */
    public synchronized Watch watch() {
        Watch watch = new Watch(this);
        held.forEach(hold -> watch.seen.add(hold.map));
        watch.doubts.addAll(doubts);
        watches.add(watch);
        return watch;
    }

    private synchronized void release(Hold hold) {
        held.remove(hold);
    }

    private synchronized void end(Watch watch) {
        watches.remove(watch);
    }

    private synchronized void release(Doubt doubt) {
        doubts.remove(doubt);
    }

    private synchronized Optional<Doubt> doubtOf(Watch watch, DomainId domain) {
        return watch.doubts.stream()
                .filter(doubt -> doubt.domain.equals(domain))
                .findFirst();
    }

    private synchronized List<BlockMap> seenBy(Watch watch) {
        return List.copyOf(watch.seen);
    }

    /** One user's hold on a map. */
    public static final class Hold implements AutoCloseable {
        private final MapsInUse maps;
        private final BlockMap map;

        private Hold(MapsInUse maps, BlockMap map) {
            this.maps = maps;
            this.map = map;
        }

        /** The map. */
        public BlockMap map() {
            return map;
        }

        /** Lets go; closing twice does nothing. */
        @Override
        public void close() {
            maps.release(this);
        }
    }

    /** That nobody can tell what is in use of a domain. */
    public static final class Doubt implements AutoCloseable {
        private final MapsInUse maps;
        private final DomainId domain;
        private final String why;

        private Doubt(MapsInUse maps, DomainId domain, String why) {
            this.maps = maps;
            this.domain = domain;
            this.why = why;
        }

        /** It can be told again: what is in use is held. */
        @Override
        public void close() {
            maps.release(this);
        }
    }

    /** One collection's view. */
    public static final class Watch implements AutoCloseable {
        private final MapsInUse maps;
        private final Set<BlockMap> seen = new HashSet<>();
        private final List<Doubt> doubts = new ArrayList<>();

        private Watch(MapsInUse maps) {
            this.maps = maps;
        }

        /** The maps that were held at any time since the watch began. */
        public List<BlockMap> seen() {
            return maps.seenBy(this);
        }

        /**
         * Passes a domain of which it could be told at any time since the watch began what is in use.
         *
         * @throws Failure.Denied if it could not
         */
        public void requireCertain(DomainId domain) {
            maps.doubtOf(this, domain).ifPresent(doubt -> {
                throw new Failure.Denied("what is in use of domain " + domain + " cannot be told: " + doubt.why);
            });
        }

        @Override
        public void close() {
            maps.end(this);
        }
    }
}
