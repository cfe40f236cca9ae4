package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What any of the zones has: after a crash, or when files were lost, one may have what another has not. A zone's own
 * part of a long listing are the objects that no zone before it has, so nothing is remembered.
 */
final class UnitedListing {

    private static final int COLLECTED_MAX = 4096;

    private final List<ZoneReplica> replicas;
    private final Suspicions suspicions;

    UnitedListing(List<ZoneReplica> replicas, Suspicions suspicions) {
        this.replicas = replicas;
        this.suspicions = suspicions;
    }

    /**
     * All objects whose names begin with a prefix. A zone that fails is passed over, but among more than {@value #COLLECTED_MAX} objects, where it
     * ends the listing.
     */
    Stream<ObjectName> list(String prefix) {
        if (replicas.size() < 2) {
            return streamed(prefix);
        }
        Optional<Set<ObjectName>> all = collected(prefix);
        return all.isPresent() ? all.get().stream() : streamed(prefix);
    }

    /** Empty if there are too many. */
    private Optional<Set<ObjectName>> collected(String prefix) {
        Set<ObjectName> all = new LinkedHashSet<>();
        Map<ObjectName, Integer> copies = new HashMap<>();
        int answers = 0;
        @Nullable Failure refusal = null;
        for (ZoneReplica replica : replicas) {
            try (Stream<ObjectName> names = replica.list(prefix)) {
                names.limit(COLLECTED_MAX + 1L).forEach(name -> {
                    all.add(name);
                    copies.merge(name, 1, Integer::sum);
                });
                answers++;
            } catch (Failure.Unavailable e) {
                refusal = e;
                suspicions.raise();
            }
            if (all.size() > COLLECTED_MAX) {
                return Optional.empty();
            }
        }
        if (answers == 0 && refusal != null) {
            throw refusal;
        }
        int wanted = answers;
        all.stream().filter(name -> copies.getOrDefault(name, 0) < wanted).forEach(suspicions::of);
        return Optional.of(all);
    }

    private Stream<ObjectName> streamed(String prefix) {
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
