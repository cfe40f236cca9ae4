package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * An instant of what cannot be written to: a read-only device, or an image on a read-only file system.
 *
 * <p>The kernel's read-only mark of a device does not stop a file system that was mounted before, and the same bytes may be open
 * to writing under another name. So both are looked for.
 */
final class ReadOnlyInstants implements InstantMethod {

    private final Quiet.View view;
    private final InstantSource clock;

    ReadOnlyInstants(Quiet.View view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    @Override
    public ConsistencyMethod method() {
        return ConsistencyMethod.READ_ONLY;
    }

    @Override
    public Attempt attempt(Subject subject, InstantOrder order) {
        try {
            if (!readOnly(subject)) {
                return new Attempt.Refused("it can be written to");
            }
            Usage usage = view.usage(subject);
            if (!usage.others().isEmpty() || !usage.writable().isEmpty()) {
                return new Attempt.Refused(usage.text());
            }
            Optional<Quiet> quiet = Quiet.claim(subject, view);
            return quiet.isPresent()
                    ? new Attempt.Taken(taken(subject, quiet.get()))
                    : new Attempt.Refused("its file is being changed");
        } catch (LinuxException failed) {
            throw OpenFailures.of(subject.name(), failed);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot look at " + subject.name() + ": " + failed.getMessage(), failed);
        }
    }

    private boolean readOnly(Subject subject) throws IOException {
        Optional<DeviceDescription> device = subject.device();
        return device.isPresent()
                ? device.get().readOnly()
                : view.linux().deviceInventory().mountOf(subject.path()).fileSystemReadOnly();
    }

    private PointInTime taken(Subject subject, Quiet quiet) throws LinuxException {
        LinuxSource source = view.sources().quiet(subject, Sources.access());
        HeldInstant.Held held = new HeldInstant.Held(source, method(), clock.instant(), Optional.empty());
        return new HeldInstant(held, () -> quiet.prove(source, view), List.of());
    }
}
