package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.Mount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instant of several devices. Everything that can be done before is done before; then one after the other has its file systems frozen and, as it stands still, its
 * instant taken by its own method: each before those on whose file systems it lies, so that nobody waits for one that is frozen already. When all stand
 * still the rest passes the instant, and all are thawed, the last one first.
 *
 * <p>A device whose writers cannot be held, such as one that a virtual machine has open, may be among them if an instant of it can be had at
 * once: then that instant is the instant of all. Of two such devices there is none. Where there is no such device, and the kernel does not freeze what is
 * frozen already, a logical volume with a file system has its instant so: LVM freezes that itself.
 *
 * <p>For one order, by one thread.
 */
final class DeviceBarrier {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceBarrier.class);

    /** Users of a file system that take longer than that for hung are few. */
    static final Duration HELD_MAX = Duration.ofSeconds(30);

    private final InstantChooser chooser;
    private final Quiet.View view;
    private final LongSupplier nanoTime;
    private final FrozenFileSystems frozen;

    /** Devices whose writers stand still, or are not to be held; in the order of what was asked for. */
    private final List<BarrierMember> members;

    /** In the order in which their instants were taken. */
    private final List<BarrierMember> taken = new ArrayList<>();

    DeviceBarrier(InstantChooser chooser, Quiet.View view, Freezer freezer, LongSupplier nanoTime) {
        this.chooser = chooser;
        this.view = view;
        this.nanoTime = nanoTime;
        this.frozen = new FrozenFileSystems(freezer);
        this.members = new ArrayList<>();
    }

    /** As {@link PointInTimes#takeTogether}. */
    OneInstant take(List<InstantOrder> orders, AtRest rest) {
        orders.forEach(order -> members.add(chooser.member(order)));
        Optional<BarrierMember> moment = unheld().or(this::frozenByLvm);
        Optional<Runnable> last = moment.map(member -> member.atOnce(chooser));
        try {
            syncAll();
            long begun = nanoTime.getAsLong();
            upperFirst(moment).forEach(this::takeAtRest);
            requireInTime(begun);
            moment.ifPresent(taken::add);
            Instant instant = rest.pass(last);
            requireThawed();
            Duration held = Duration.ofNanos(nanoTime.getAsLong() - begun);
            members.forEach(member -> member.requireNobodyElse(view));
            LOG.info("instant devices={} held-millis={}", members.size(), held.toMillis());
            return new OneInstant(members.stream().map(BarrierMember::instant).toList(), instant, held);
        } catch (RuntimeException failed) {
            // What holds the instant of one may lie on the frozen file system of another, and goes only when that is
            // thawed.
            throw Closing.after(failed, frozen::close, this::giveUp);
        }
    }

    private Optional<BarrierMember> unheld() {
        List<BarrierMember> unheld = members.stream()
                .filter(member -> !member.whyNotHeld().isEmpty())
                .toList();
        if (unheld.size() > 1) {
            throw new Failure.Conflict(
                    "one instant of all cannot be had, because writers cannot be held: "
                            + String.join(
                                    "; ",
                                    unheld.stream()
                                            .map(BarrierMember::whyNotHeld)
                                            .toList()),
                    "stop who writes to all but one of them, take their snapshots one by one, or use --consistency fuzzy");
        }
        unheld.stream()
                .filter(member -> members.stream().anyMatch(member::liesOn))
                .findFirst()
                .ifPresent(member -> {
                    throw new Failure.Conflict(
                            "one instant of all cannot be had, because writers cannot be held, and another volume of the order lies below: "
                                    + member.whyNotHeld(),
                            "take their snapshots one by one");
                });
        return unheld.stream().findFirst();
    }

    /** One that LVM freezes in the moment, and that nothing else has to do with; it takes the place of itself among the members. */
    private Optional<BarrierMember> frozenByLvm() {
        for (int i = 0; i < members.size(); i++) {
            BarrierMember member = members.get(i);
            boolean apart = members.stream()
                    .noneMatch(other -> other.liesOn(member) || member.liesOn(other) || other.shares(member));
            if (apart && member.canBeTheMoment(chooser)) {
                members.set(i, member.unfrozen());
                return Optional.of(members.get(i));
            }
        }
        return Optional.empty();
    }

    /** So little is left to be written while they are being frozen. */
    private void syncAll() {
        for (Mount mount :
                members.stream().flatMap(member -> member.toBeFrozen().stream()).toList()) {
            try {
                view.linux().durability().syncFileSystem(mount.mountPoint());
            } catch (LinuxException failed) {
                throw new Failure.Unavailable("cannot sync " + mount.mountPoint() + ": " + failed.getMessage(), failed);
            }
        }
    }

    /** Each before those on whose file systems it lies: while it is taken these can be written. */
    private List<BarrierMember> upperFirst(Optional<BarrierMember> moment) {
        return members.stream()
                .filter(member -> moment.filter(member::equals).isEmpty())
                .sorted(Comparator.comparingLong(this::depth).reversed())
                .toList();
    }

    /** On how many of the others it lies: more than each of these. */
    private long depth(BarrierMember member) {
        return members.stream().filter(member::liesOn).count();
    }

    private void takeAtRest(BarrierMember member) {
        for (Mount mount : member.toBeFrozen()) {
            if (!frozen.has(mount)) {
                frozen.add(mount, member.order());
            }
        }
        // Who thaws a file system that lies on this one writes to this one.
        boolean alone = members.stream()
                .noneMatch(other -> other.shares(member)
                        || (other.liesOn(member) && !other.toBeFrozen().isEmpty()));
        taken.add(member);
        member.takeAtRest(chooser, alone, () -> frozen.split(member.toBeFrozen()));
    }

    private void requireInTime(long begun) {
        Duration held = Duration.ofNanos(nanoTime.getAsLong() - begun);
        if (held.compareTo(HELD_MAX) > 0) {
            throw new Failure.Conflict(
                    "the instant took too long: writers were held for " + held.toSeconds() + " s, and no more than "
                            + HELD_MAX.toSeconds() + " s is allowed",
                    "try again when less is written, or with fewer volumes");
        }
    }

    private void requireThawed() {
        if (!frozen.isEmpty() && !frozen.thaw()) {
            throw new Failure.Conflict(
                    "a file system was thawed by somebody before the instant was fixed", "try again");
        }
    }

    /** The last one first: one whose file systems stayed frozen may lie below others. */
    private void giveUp() {
        Closing.all(
                "an instant of several devices",
                taken.reversed().stream()
                        .<Closing.Step>map(member -> member::giveUp)
                        .toArray(Closing.Step[]::new));
    }
}
