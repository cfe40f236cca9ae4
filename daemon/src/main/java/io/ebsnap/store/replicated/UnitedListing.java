package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What any of the zones has: after a crash, or when files were lost, one may have what another has not. A zone's own
 * part are the objects that no zone before it has, so nothing is remembered.
 */
final class UnitedListing {

    private final List<ZoneReplica> replicas;
    private final Suspicions suspicions;

    UnitedListing(List<ZoneReplica> replicas, Suspicions suspicions) {
        this.replicas = replicas;
        this.suspicions = suspicions;
    }

    /** All objects whose names begin with a prefix. A zone that fails at once is passed over; one that fails later on ends the listing. */
    Stream<ObjectName> list(String prefix) {
        List<Stream<ObjectName>> lists = new ArrayList<>();
        List<ZoneReplica> listed = new ArrayList<>();
        @Nullable Failure refusal = null;
        for (ZoneReplica replica : replicas) {
            try {
                Stream<ObjectName> names = replica.list(prefix);
                List<ZoneReplica> before = List.copyOf(listed);
                lists.add(names.filter(name -> isNew(name, before)));
                listed.add(replica);
            } catch (Failure.Unavailable e) {
                refusal = e;
                suspicions.raise();
            }
        }
        if (lists.isEmpty() && refusal != null) {
            throw refusal;
        }
        return lists.stream().flatMap(names -> names);
    }

    private boolean isNew(ObjectName name, List<ZoneReplica> before) {
        if (before.isEmpty()) {
            return true;
        }
        boolean isNew = before.stream().noneMatch(replica -> replica.exists(name));
        if (isNew) {
            suspicions.of(name);
        }
        return isNew;
    }
}
