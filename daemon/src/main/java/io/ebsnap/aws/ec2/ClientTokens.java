package io.ebsnap.aws.ec2;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.api.Request;
import io.ebsnap.aws.AwsFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The answers to requests with client tokens that nobody else remembers, for a day at most and as long as this daemon lives: a second try is not done again. Safe for use by several threads;
 * these requests are done one after the other.
 */
final class ClientTokens {

    static final Duration KEPT = Duration.ofDays(1);
    static final int KEPT_MAX = 4096;

    private final InstantSource clock;

    @GuardedBy("this")
    private final Map<Key, Done> done = new LinkedHashMap<>();

    ClientTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Whose token it is, and of which action. */
    record Key(String accountId, String action, String token) {}

    private record Done(Request<?> request, Record answer, Instant time) {}

    /**
     * Does something once. What fails is forgotten, and can be tried again.
     *
     * @throws AwsFault if the token was used for something else
     */
    synchronized Record once(Key key, Request<?> request, Supplier<Record> doing) {
        forgetOld();
        Done before = done.get(key);
        if (before == null) {
            Record answer = doing.get();
            done.put(key, new Done(request, answer, clock.instant()));
            return answer;
        }
        if (!before.request().equals(request)) {
            throw AwsFault.of(
                    "IdempotentParameterMismatch", "The client token was used for a request with other parameters.");
        }
        return before.answer();
    }

    @GuardedBy("this")
    private void forgetOld() {
        Instant oldest = clock.instant().minus(KEPT);
        Iterator<Done> eldest = done.values().iterator();
        while (eldest.hasNext()) {
            if (eldest.next().time().isAfter(oldest) && done.size() < KEPT_MAX) {
                return;
            }
            eldest.remove();
        }
    }
}
