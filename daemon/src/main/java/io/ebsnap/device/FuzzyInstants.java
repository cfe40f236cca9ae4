package io.ebsnap.device;

import io.ebsnap.linux.LinuxException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** No instant at all: blocks are read at different times while others may write. Only for a user who insists. */
final class FuzzyInstants implements InstantMethod {

    private final Quiet.View view;
    private final InstantSource clock;

    FuzzyInstants(Quiet.View view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    @Override
    public ConsistencyMethod method() {
        return ConsistencyMethod.FUZZY;
    }

    @Override
    public Attempt attempt(Subject subject, InstantOrder order) {
        try {
            view.sources().flush(subject.path());
            LinuxSource source = view.sources().plain(subject);
            HeldInstant.Held held = new HeldInstant.Held(source, method(), clock.instant(), Optional.empty());
            return new Attempt.Taken(new HeldInstant(held, source::requireSameSize, List.of()));
        } catch (LinuxException failed) {
            throw OpenFailures.of(subject.name(), failed);
        }
    }
}
