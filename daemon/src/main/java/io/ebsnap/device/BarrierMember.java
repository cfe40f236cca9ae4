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
    private final Use use;
    private final boolean unfrozen;
    private @Nullable PointInTime instant;

    /**
     * A device that was looked at.
     *
     * @param subject the device; null if nothing is done about its writers: an export, or one whose instant shall be fuzzy
     * @param use of it
     */
    BarrierMember(InstantOrder order, @Nullable Subject subject, Use use) {
        this(order, subject, use, false);
    }

    private BarrierMember(InstantOrder order, @Nullable Subject subject, Use use, boolean unfrozen) {
        this.order = order;
        this.subject = subject;
        this.use = use;
        this.unfrozen = unfrozen;
    }

    /** The same, of which nothing is frozen before its instant: LVM does that. */
    BarrierMember unfrozen() {
        return new BarrierMember(order, subject, use, true);
    }

    /**
     * How a device is used.
     *
     * @param usage who may write to it
     * @param danger why its file systems must not be frozen, if so
     * @param below file systems that its bytes lie on
     * @param frozenByLvm whether LVM's snapshot freezes a file system of it, and fails if that is frozen already
     */
    record Use(Usage usage, Optional<String> danger, Set<DeviceNumber> below, boolean frozenByLvm) {

        /** Nothing is known, or needed. */
        static final Use NONE = new Use(new Usage(List.of(), List.of()), Optional.empty(), Set.of(), false);

        Use {
            below = Set.copyOf(below);
        }
    }

    /** Whether what is written to it is written to a file system that is frozen for another one. */
    boolean liesOn(BarrierMember other) {
        return !equals(other)
                && other.toBeFrozen().stream().anyMatch(mount -> use.below().contains(mount.number()));
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

    /** Whether its instant can be the moment of all: an LVM snapshot, for which LVM freezes. */
    boolean canBeTheMoment(InstantChooser chooser) {
        return use.frozenByLvm() && whyNotHeld().isEmpty() && chooser.hasLvmSnapshot(requireNonNull(subject));
    }

    /** Why its writers cannot be held; empty if they can, or need not be. */
    String whyNotHeld() {
        List<String> others = use.usage().others();
        String why = others.isEmpty() ? use.danger().orElse("") : String.join(", ", others);
        return subject == null || why.isEmpty() ? "" : order.device() + ": " + why;
    }

    List<Mount> toBeFrozen() {
        return subject == null || unfrozen || !whyNotHeld().isEmpty()
                ? List.of()
                : use.usage().fileSystems();
    }

    /** Prepares to take the instant while all others stand still: the device's writers are not held. */
    Runnable atOnce(InstantChooser chooser) {
        Supplier<PointInTime> prepared = chooser.atOnce(requireNonNull(subject), order);
        return () -> instant = prepared.get();
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
                : chooser.takeAtRest(subject, order, new AtRestWays(mayStayFrozen, use.frozenByLvm(), frozen));
    }

    /** Proves that nobody came to write meanwhile who was not held. */
    void requireNobodyElse(Quiet.View view) {
        if (subject == null || !whyNotHeld().isEmpty()) {
            return;
        }
        Usage now = view.usage(subject);
        if (!now.others().isEmpty() || !numbers(use.usage()).containsAll(numbers(now))) {
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
     * @param frozenByLvm whether LVM would freeze what is frozen already
     * @param frozen hands over its file systems, to be thawed by whoever calls it
     */
    record AtRestWays(boolean mayStayFrozen, boolean frozenByLvm, Supplier<FrozenFileSystems> frozen) {}
}
