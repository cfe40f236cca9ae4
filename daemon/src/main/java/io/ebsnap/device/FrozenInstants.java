package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LinuxException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An instant of a mounted device whose file systems stay frozen while it is read. */
final class FrozenInstants implements InstantMethod {

    private final Quiet.View view;
    private final Freezer freezer;
    private final InstantSource clock;

    FrozenInstants(Quiet.View view, Freezer freezer, InstantSource clock) {
        this.view = view;
        this.freezer = freezer;
        this.clock = clock;
    }

    @Override
    public ConsistencyMethod method() {
        return ConsistencyMethod.FROZEN;
    }

    @Override
    public Attempt attempt(Subject subject, InstantOrder order) {
        Usage usage = view.usage(subject);
        if (usage.fileSystems().isEmpty()) {
            return new Attempt.Refused("no file system on it is mounted");
        }
        if (!usage.others().isEmpty()) {
            return new Attempt.Refused("freezing does not stop everybody: " + String.join(", ", usage.others()));
        }
        Optional<String> danger = freezer.danger(usage.fileSystems());
        if (danger.isPresent()) {
            return new Attempt.Refused(danger.get());
        }
        try {
            return new Attempt.Taken(frozen(subject, freezer.freeze(usage.fileSystems(), order)));
        } catch (Failure.Conflict refused) {
            return new Attempt.Refused(String.valueOf(refused.getMessage()));
        }
    }

    /** They stay frozen for as long as it is read. */
    @Override
    public Attempt attemptAtRest(Subject subject, InstantOrder order, Supplier<FrozenFileSystems> frozen) {
        return view.usage(subject).fileSystems().isEmpty()
                ? new Attempt.Refused("no file system on it is mounted")
                : new Attempt.Taken(frozen(subject, frozen.get()));
    }

    private PointInTime frozen(Subject subject, FrozenFileSystems frozen) {
        try {
            LinuxSource source = view.sources().quiet(subject, Sources.access());
            WatchedSource watched = new WatchedSource(source, () -> requireFrozen(subject, frozen.guarding()));
            HeldInstant.Held held = new HeldInstant.Held(watched, method(), clock.instant(), Optional.empty());
            Closing.Step proof = () -> {
                source.requireSameSize();
                requireFrozen(subject, frozen.thaw());
            };
            return new HeldInstant(held, proof, List.of(frozen::close));
        } catch (LinuxException failed) {
            throw Closing.after(OpenFailures.of(subject.name(), failed), frozen::close);
        } catch (RuntimeException failed) {
            throw Closing.after(failed, frozen::close);
        }
    }

    private void requireFrozen(Subject subject, boolean frozen) {
        if (!frozen) {
            throw new Failure.Unavailable(
                    "the file system on " + subject.name() + " was thawed before all of it was read (the limit is "
                            + freezer.limit().toSeconds() + " s): what was read is of no single instant",
                    null);
        }
    }
}
