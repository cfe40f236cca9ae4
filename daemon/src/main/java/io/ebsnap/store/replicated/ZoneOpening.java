package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.ZoneEntry;
import io.ebsnap.format.ZoneSet;
import io.ebsnap.format.ZoneStanding;
import io.ebsnap.identity.ZoneId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out at the start which zones are believed: those that count in the set of the highest epoch that is found anywhere, and that have
 * that very set themselves. One that lags was away while others went on, or its disk was set back.
 */
final class ZoneOpening {

    private static final Logger LOG = LoggerFactory.getLogger(ZoneOpening.class);
    private static final String WAY_OUT =
            "make a zone usable that was not left behind (mount its file system), and start again; if all of these are lost"
                    + " for good, see LOST ZONES in ebsnap-zone(1)";

    private final ReplicationParts parts;
    private final ZoneInspection inspection;
    private final ZoneMembership membership;
    private final List<String> reasons = new ArrayList<>();

    ZoneOpening(ReplicationParts parts, ZoneInspection inspection, ZoneMembership membership) {
        this.parts = parts;
        this.inspection = inspection;
        this.membership = membership;
    }

    /**
     * Opens the zones.
     *
     * @throws Failure.Conflict if none is to be believed
     */
    void open() {
        Optional<ZoneSet> known = known();
        if (known.isEmpty()) {
            openAlone();
        } else {
            open(newest(known.get()));
        }
    }

    private void openAlone() {
        ZoneReplica only = new ZoneReplica(new ZoneEntry(
                ZoneId.of(new byte[ZoneId.BYTES]),
                parts.home().zone(),
                parts.home().directory().toString(),
                "",
                ZoneStanding.CURRENT));
        only.open(parts.opener().open(parts.home().zone(), parts.home().directory()));
        membership.beginAlone(only);
    }

    /** As the data directory has it; where that is lost or damaged, as the first zone does. */
    private Optional<ZoneSet> known() {
        try {
            Optional<ZoneSet.Placed> central = ZoneInspection.read(parts.home().zones());
            return central.or(() -> ZoneInspection.zoneFile(parts.home().directory()))
                    .map(ZoneSet.Placed::set);
        } catch (Failure.Corrupt e) {
            LOG.warn("the zones are read from the first zone: {}", e.getMessage());
            return Optional.of(ZoneInspection.zoneFile(parts.home().directory())
                    .map(ZoneSet.Placed::set)
                    .orElseThrow(() -> new Failure.Conflict(
                            String.valueOf(e.getMessage()),
                            "copy the file .zone of the zone that was changed last to "
                                    + parts.home().zones())));
        }
    }

    private ZoneSet newest(ZoneSet known) {
        ZoneSet newest = known;
        for (ZoneSet found = newer(known); found.epoch() > newest.epoch(); found = newer(newest)) {
            newest = found;
        }
        return newest;
    }

    private static ZoneSet newer(ZoneSet known) {
        ZoneSet newest = known;
        for (ZoneEntry entry : known.zones()) {
            ZoneSet found = setIn(entry, known);
            newest = found.epoch() > newest.epoch() ? found : newest;
        }
        return newest;
    }

    /** What a zone says of all; what was known before, if it is not of this store or does not count in its own set. */
    private static ZoneSet setIn(ZoneEntry entry, ZoneSet known) {
        try {
            return ZoneInspection.zoneFile(Path.of(entry.directory()))
                    .filter(placed -> placed.set().store().equals(known.store()))
                    .filter(placed -> placed.place()
                            .flatMap(placed.set()::zone)
                            .filter(zone -> zone.standing().counts())
                            .isPresent())
                    .map(ZoneSet.Placed::set)
                    .orElse(known);
        } catch (Failure e) {
            return known; // The look at the zone says why.
        }
    }

    private void open(ZoneSet newest) {
        List<ZoneReplica> replicas = new ArrayList<>();
        List<ZoneEntry> wanted = new ArrayList<>();
        for (ZoneEntry entry : newest.zones()) {
            ZoneReplica replica = new ZoneReplica(entry);
            replicas.add(replica);
            wanted.add(opened(replica, newest));
        }
        if (wanted.stream().noneMatch(entry -> entry.standing().counts())) {
            replicas.forEach(ZoneReplica::close);
            throw new Failure.Conflict("no zone of the store can be believed: " + String.join("; ", reasons), WAY_OUT);
        }
        membership.begin(newest, replicas, wanted);
    }

    private ZoneEntry opened(ZoneReplica replica, ZoneSet newest) {
        ZoneEntry entry = replica.entry();
        if (entry.standing() == ZoneStanding.DRAINED) {
            reasons.add(describe(entry) + " was drained");
            return entry;
        }
        Optional<String> reason = switch (inspection.look(entry, newest.store())) {
            case ZoneLook.Vacant vacant -> Optional.of("its directory is empty or missing");
            case ZoneLook.Unusable unusable -> Optional.of(unusable.reason());
            case ZoneLook.Found found -> behind(entry, found.set(), newest).or(() -> refusal(replica));
        };
        if (reason.isPresent()) {
            reasons.add(describe(entry) + ": " + reason.get());
            replica.trouble(reason.get());
            return entry.with(ZoneStanding.STALE);
        }
        return where(entry);
    }

    /** Where it is may have changed as long as nobody looked. */
    private ZoneEntry where(ZoneEntry entry) {
        try {
            return entry.in(inspection.fileSystem(Path.of(entry.directory())));
        } catch (Failure e) {
            LOG.warn("zone={} {}", entry.name(), e.getMessage());
            return entry;
        }
    }

    private static Optional<String> behind(ZoneEntry entry, ZoneSet own, ZoneSet newest) {
        boolean level = entry.standing().counts() && own.epoch() == newest.epoch();
        return level
                ? Optional.empty()
                : Optional.of("the store went on without it; it has epoch " + own.epoch() + " of " + newest.epoch());
    }

    private Optional<String> refusal(ZoneReplica replica) {
        try {
            replica.open(
                    parts.opener().open(replica.zone(), Path.of(replica.entry().directory())));
            return Optional.empty();
        } catch (Failure e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String describe(ZoneEntry entry) {
        return "zone " + entry.name() + " (" + entry.directory() + ")";
    }
}
