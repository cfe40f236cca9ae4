package io.ebsnap.device;

import static java.util.Objects.requireNonNull;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceNumber;
import io.ebsnap.linux.Mount;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A device of which an instant is wanted that is one with those of others. For one thread at a time. */
final class BarrierMember {

    private final InstantOrder order;
    private final @Nullable Subject subject;
    private final Usage usage;
    private final String danger;
    private final Set<DeviceNumber> below;
    private @Nullable PointInTime instant;

    /**
     * A device that was looked at.
     *
     * @param subject the device; null if nothing is done about its writers: an export, or one whose instant shall be fuzzy
     * @param use of it
     */
    BarrierMember(InstantOrder order, @Nullable Subject subject, Use use) {
        this.order = order;
        this.subject = subject;
        this.usage = use.usage();
        this.danger = use.danger().orElse("");
        this.below = Set.copyOf(use.below());
    }

    /**
     * How a device is used.
     *
     * @param usage who may write to it
     * @param danger why its file systems must not be frozen, if so
     * @param below file systems that its bytes lie on
     */
    record Use(Usage usage, Optional<String> danger, Set<DeviceNumber> below) {

        /** Nothing is known, or needed. */
        static final Use NONE = new Use(new Usage(List.of(), List.of()), Optional.empty(), Set.of());
    }

    /** Whether what is written to it is written to a file system that is frozen for another one. */
    boolean liesOn(BarrierMember other) {
        return !equals(other) && other.toBeFrozen().stream().anyMatch(mount -> below.contains(mount.number()));
    }

    /** Whether a file system is on both. */
    boolean shares(BarrierMember other) {
        return !equals(other)
                && other.toBeFrozen().stream()
                        .anyMatch(mount -> toBeFrozen().stream()
                                .anyMatch(own -> own.number().equals(mount.number())));
    }

    InstantOrder order() {
        return order;
    }

    /** Why its writers cannot be held; empty if they can, or need not be. */
    String whyNotHeld() {
        String why = usage.others().isEmpty() ? danger : String.join(", ", usage.others());
        return subject == null || why.isEmpty() ? "" : order.device() + ": " + why;
    }

    List<Mount> toBeFrozen() {
        return subject == null || !whyNotHeld().isEmpty() ? List.of() : usage.fileSystems();
    }

    /** Takes the instant while all others stand still: the device's writers cannot be held. */
    void take(InstantChooser chooser) {
        instant = chooser.takeAtOnce(requireNonNull(subject), order);
    }

    /**
     * Takes the instant while the device stands still.
     *
     * @param mayStayFrozen whether its file systems may stay frozen while it is read
     * @param frozen hands them over
     */
    void takeAtRest(InstantChooser chooser, boolean mayStayFrozen, Supplier<FrozenFileSystems> frozen) {
        instant = subject == null
                ? chooser.take(order)
                : chooser.takeAtRest(subject, order, new AtRestWays(mayStayFrozen, frozen));
    }

    /** Proves that nobody came to write meanwhile who was not held. */
    void requireNobodyElse(Quiet.View view) {
        if (subject == null || !whyNotHeld().isEmpty()) {
            return;
        }
        Usage now = view.usage(subject);
        if (!now.others().isEmpty() || !numbers(usage).containsAll(numbers(now))) {
            throw new Failure.Conflict(
                    order.device() + " came into use while the instant was taken: " + now.text(), "try again");
        }
    }

    private static Set<Object> numbers(Usage usage) {
        return usage.fileSystems().stream().map(Mount::number).collect(Collectors.toSet());
    }

    PointInTime instant() {
        return requireNonNull(instant);
    }

    void giveUp() {
        if (instant != null) {
            instant.close();
        }
    }

    /**
     * What is there for a device that stands still.
     *
     * @param mayStayFrozen whether its file systems may stay frozen while it is read
     * @param frozen hands over its file systems, to be thawed by whoever calls it
     */
    record AtRestWays(boolean mayStayFrozen, Supplier<FrozenFileSystems> frozen) {}
}
