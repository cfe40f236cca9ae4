package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claim that nobody writes to a device or image: made before the first read and proved after the last one.
 *
 * <p>The processes that have a device open are known at two moments only. A device mapper, disk or file that a third party reaches
 * by another way could still change; where the bytes lie in a file, the file's times tell.
 */
final class Quiet {

    private final Subject subject;
    private final @Nullable FileStamp stamp;

    private Quiet(Subject subject, @Nullable FileStamp stamp) {
        this.subject = subject;
        this.stamp = stamp;
    }

    /** What is needed to look. */
    record View(Linux linux, OpenWriters writers, Sources sources) {

        Usage usage(Subject subject) {
            return Usage.of(subject, linux, writers);
        }
    }

    /** Makes the claim, once everything cached is flushed; empty if somebody is writing now. */
    static Optional<Quiet> claim(Subject subject, View view) throws LinuxException {
        view.sources().flush(subject.path());
        if (subject.backing().isEmpty()) {
            return Optional.of(new Quiet(subject, null));
        }
        view.sources().flush(subject.backing().get().file());
        return FileStamp.settled(subject.backing().get().file()).map(stamp -> new Quiet(subject, stamp));
    }

    /**
     * Proves the claim.
     *
     * @throws Failure.Unavailable if somebody has written, or is able to now
     */
    void prove(LinuxSource source, View view) {
        source.requireSameSize();
        Usage now = view.usage(subject);
        if (!now.others().isEmpty() || !now.writable().isEmpty()) {
            throw new Failure.Unavailable(
                    subject.name() + " came into use while it was read: " + now.text()
                            + "; what was read is of no single instant",
                    null);
        }
        if (stamp != null && subject.backing().isPresent()) {
            stamp.requireUnchanged(subject.backing().get().file());
        }
    }
}
