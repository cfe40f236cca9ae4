package io.ebsnap.bin;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recycle bin over the kinds of things that go into it. What is past its time goes with the next {@link #round}. */
public final class KeptThings implements RecycleBin {

    private static final Logger LOG = LoggerFactory.getLogger(KeptThings.class);

    private final Map<BinResourceType, Binnable> kinds;
    private final InstantSource time;
    private final CrashPoints crashPoints;

    /**
     * A bin.
     *
     * @param kinds of what goes into it; what others need comes after these
     * @param time trusted time
     * @param crashPoints is told of each durable step
     */
    public KeptThings(List<Binnable> kinds, InstantSource time, CrashPoints crashPoints) {
        this.kinds = new LinkedHashMap<>();
        kinds.forEach(kind -> this.kinds.put(kind.type(), kind));
        this.time = time;
        this.crashPoints = crashPoints;
    }

    @Override
    public List<BinnedItem> list(BinResourceType type) {
        Binnable kind = kinds.get(type);
        return kind == null ? List.of() : kind.inBin();
    }

    @Override
    public BinnedItem restore(BinResourceType type, String id) {
        BinnedItem item = require(type, id);
        kind(type).restore(id);
        crashPoints.reached("bin.after-restore");
        LOG.info("resource={} restored from the recycle bin", id);
        return item;
    }

    @Override
    public BinnedItem tag(BinResourceType type, String id, List<Tag> tags) {
        BinnedItem unused = require(type, id);
        kind(type).tag(id, tags);
        return require(type, id);
    }

    @Override
    public void purge(BinResourceType type, String id) {
        BinnedItem item = require(type, id);
        if (item.stay().ruleLocked() && time.instant().isBefore(item.stay().exitTime())) {
            throw new Failure.Conflict(
                    id + " stays in the recycle bin until " + item.stay().exitTime() + ": rule "
                            + item.stay().ruleIdentifier() + " was locked when it was deleted");
        }
        purge(kind(type), item);
    }

    /** Removes what is past its time. To be called every minute. */
    public void round() {
        Instant now = time.instant();
        for (Binnable kind : kinds.values()) {
            for (BinnedItem item : kind.inBin()) {
                if (!now.isBefore(item.stay().exitTime())) {
                    purgeIfPossible(kind, item);
                }
            }
        }
    }

    private void purgeIfPossible(Binnable kind, BinnedItem item) {
        try {
            purge(kind, item);
        } catch (Failure.Conflict e) {
            LOG.debug("resource={} is still needed: {}", item.id(), e.getMessage());
        } catch (Failure e) {
            LOG.warn("resource={} stays in the recycle bin for now: {}", item.id(), e.getMessage());
        }
    }

    private void purge(Binnable kind, BinnedItem item) {
        kind.purge(item.id());
        crashPoints.reached("bin.after-purge");
        LOG.info("resource={} purged from the recycle bin", item.id());
    }

    private BinnedItem require(BinResourceType type, String id) {
        return kind(type).inBin().stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no " + id + " in the recycle bin"));
    }

    private Binnable kind(BinResourceType type) {
        Binnable kind = kinds.get(type);
        if (kind == null) {
            throw new Failure.Invalid("nothing of type " + type + " goes into the recycle bin");
        }
        return kind;
    }
}
