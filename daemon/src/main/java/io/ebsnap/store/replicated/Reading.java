package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One read that goes from zone to zone until one answers. What one zone has and another has not, or cannot read, is suspected.
 * That nobody has an object is believed only if all have said so.
 */
final class Reading {

    private final List<ZoneReplica> replicas;
    private final Suspicions suspicions;

    Reading(List<ZoneReplica> replicas, Suspicions suspicions) {
        this.replicas = replicas;
        this.suspicions = suspicions;
    }

    /**
     * The answer of the first zone that has one.
     *
     * @throws Failure.Corrupt if a zone has a damaged copy, and none a whole one
     * @throws Failure.Unavailable if one could not be asked, and none has it
     * @throws Failure.NotFound if none has it
     */
    <T> T answer(ObjectName name, Function<ZoneReplica, T> question) {
        @Nullable Failure worst = null;
        for (ZoneReplica replica : replicas) {
            try {
                T answer = question.apply(replica);
                if (worst != null) {
                    suspicions.of(name);
                }
                return answer;
            } catch (Failure.NotFound e) {
                worst = worst == null ? e : worst;
            } catch (Failure.Corrupt e) {
                worst = e;
            } catch (Failure.Unavailable e) {
                worst = worst instanceof Failure.Corrupt ? worst : e;
                suspicions.raise();
            }
        }
        throw worst == null ? new Failure.Unavailable("no zone is there to read " + name + " from", null) : worst;
    }

    /** Reads a range, beginning anew in each zone. */
    void read(ObjectName name, long offset, ByteBuffer target) {
        int position = target.position();
        boolean unused = answer(name, replica -> {
            target.position(position);
            replica.read(name, offset, target);
            return true;
        });
    }

    /** The least of what the zones answer. */
    long least(ToLongFunction<ZoneReplica> question) {
        @Nullable Failure refusal = null;
        long least = Long.MAX_VALUE;
        for (ZoneReplica replica : replicas) {
            try {
                least = Math.min(least, question.applyAsLong(replica));
            } catch (Failure.Unavailable e) {
                refusal = e;
                suspicions.raise();
            }
        }
        if (least == Long.MAX_VALUE && refusal != null) {
            throw refusal;
        }
        return least;
    }

    /** Whether a zone has an object. That none has it is believed if at least one could be asked. */
    boolean exists(ObjectName name) {
        @Nullable Failure refusal = null;
        boolean asked = false;
        for (ZoneReplica replica : replicas) {
            try {
                if (replica.exists(name)) {
                    return true;
                }
                asked = true;
            } catch (Failure.Unavailable e) {
                refusal = e;
                suspicions.raise();
            }
        }
        if (!asked && refusal != null) {
            throw refusal;
        }
        return false;
    }
}
