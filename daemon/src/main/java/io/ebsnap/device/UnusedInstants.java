package io.ebsnap.device;

import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** An instant of what nobody uses: a device is held for exclusive use while it is read, and an image's file is watched. */
final class UnusedInstants implements InstantMethod {

    private final Quiet.View view;
    private final InstantSource clock;

    UnusedInstants(Quiet.View view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    @Override
    public ConsistencyMethod method() {
        return ConsistencyMethod.UNUSED;
    }

    @Override
    public Attempt attempt(Subject subject, InstantOrder order) {
        Usage usage = view.usage(subject);
        if (!usage.none()) {
            return new Attempt.Refused(usage.text());
        }
        try {
            Optional<Quiet> quiet = Quiet.claim(subject, view);
            return quiet.isPresent() ? hold(subject, quiet.get()) : new Attempt.Refused("its file is being changed");
        } catch (LinuxException failed) {
            throw OpenFailures.of(subject.name(), failed);
        }
    }

    private Attempt hold(Subject subject, Quiet quiet) throws LinuxException {
        DeviceAccess access = subject.device().isPresent() ? Sources.access().exclusively() : Sources.access();
        LinuxSource source;
        try {
            source = view.sources().quiet(subject, access);
        } catch (LinuxException failed) {
            if (failed.errno() == Errno.EBUSY) {
                return new Attempt.Refused("it is held by somebody who cannot be seen from here");
            }
            throw failed;
        }
        HeldInstant.Held held = new HeldInstant.Held(source, method(), clock.instant(), Optional.empty());
        return new Attempt.Taken(new HeldInstant(held, () -> quiet.prove(source, view), List.of()));
    }
}
