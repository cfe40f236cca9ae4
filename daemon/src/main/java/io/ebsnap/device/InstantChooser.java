package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Linux;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries the methods in the order of preference; each one that cannot be had says why. */
public final class InstantChooser implements PointInTimes {

    private static final Logger LOG = LoggerFactory.getLogger(InstantChooser.class);

    /** How long a program of LVM or the like may take. */
    public static final Duration TOOL_LIMIT = Duration.ofMinutes(2);

    private final Quiet.View view;
    private final Linux linux;
    private final ExportOpener exports;
    private final Freezer freezer;
    private final LvmInstants lvm;
    private final List<InstantMethod> methods;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * What the methods are built from.
     *
     * @param linux the kernel
     * @param exports opens NBD exports
     * @param clock the wall clock
     * @param nanoTime elapsed nanoseconds of a clock that is never set
     */
    public record Outside(Linux linux, ExportOpener exports, InstantSource clock, LongSupplier nanoTime) {}

    private InstantChooser(Outside outside, Quiet.View view, Freezer freezer, LvmInstants lvm) {
        this.view = view;
        this.linux = outside.linux();
        this.exports = outside.exports();
        this.clock = outside.clock();
        this.nanoTime = outside.nanoTime();
        this.freezer = freezer;
        this.lvm = lvm;
        this.methods = List.of(
                lvm,
                new ReflinkInstants(view, freezer, clock),
                new ReadOnlyInstants(view, clock),
                new UnusedInstants(view, clock),
                new FrozenInstants(view, freezer, clock),
                new FuzzyInstants(view, clock));
    }

    /**
     * A chooser with every method.
     *
     * @throws Failure.Unavailable if the state directory cannot be used
     */
    public static InstantChooser of(InstantSettings settings, Outside outside) {
        return of(settings, outside, Tools.DIRECTORIES);
    }

    static InstantChooser of(InstantSettings settings, Outside outside, List<Path> toolDirectories) {
        Linux linux = outside.linux();
        Tools tools = new Tools(toolDirectories, new Commands(outside.nanoTime()), TOOL_LIMIT);
        Quiet.View view = new Quiet.View(linux, new OpenWriters(Path.of("/proc")), new Sources(linux.blockDevices()));
        InstantJournal journal = new InstantJournal(settings.stateDirectory(), linux.durability());
        Freezer freezer = freezer(settings, outside, journal, tools);
        LvmInstants.Holding holding =
                new LvmInstants.Holding(view.sources(), journal, outside.clock(), settings.thickSnapshotPercent());
        return new InstantChooser(outside, view, freezer, new LvmInstants(new LogicalVolumes(tools), holding));
    }

    private static Freezer freezer(InstantSettings settings, Outside outside, InstantJournal journal, Tools tools) {
        Supplier<List<Path>> needed = () -> {
            List<Path> all = new ArrayList<>(settings.neverFreeze().get());
            all.add(settings.stateDirectory());
            return all;
        };
        return new Freezer(
                new FreezeSafety(outside.linux().deviceInventory(), needed),
                outside.linux().fileSystemFreeze(),
                journal,
                new Freezer.Guarding(tools, settings.freezeLimit(), outside.nanoTime()));
    }

    @Override
    public PointInTime take(InstantOrder order) {
        return switch (DeviceAddress.of(order.device(), linux.deviceInventory())) {
            case DeviceAddress.Device found -> take(Subject.ofDevice(order.device(), found, linux), order);
            case DeviceAddress.Image found -> take(Subject.ofImage(order.device(), found), order);
            case DeviceAddress.Export found -> take(found, order);
        };
    }

    @Override
    public OneInstant takeTogether(List<InstantOrder> orders, AtRest rest) {
        return new DeviceBarrier(this, view, freezer, nanoTime).take(orders, rest);
    }

    /** Looks at a device of which an instant is wanted together with others. */
    BarrierMember member(InstantOrder order) {
        Optional<Subject> subject = order.demanded().equals(Optional.of(ConsistencyMethod.FUZZY))
                ? Optional.empty()
                : subject(order.device());
        return new BarrierMember(
                order,
                subject.orElse(null),
                subject.map(found -> use(found, order)).orElse(BarrierMember.Use.NONE));
    }

    private BarrierMember.Use use(Subject subject, InstantOrder order) {
        Usage usage = view.usage(subject);
        return new BarrierMember.Use(
                usage,
                freezer.danger(usage.fileSystems()),
                freezer.below(subject),
                candidates(order).contains(lvm) && !freezer.nests() && LvmInstants.freezes(subject, usage));
    }

    /** Whether an LVM snapshot can be had of a device, as far as that can be told before. */
    boolean hasLvmSnapshot(Subject subject) {
        return lvm.refusal(subject).isEmpty();
    }

    /** Empty for an export: its server answers for it. */
    private Optional<Subject> subject(String device) {
        return switch (DeviceAddress.of(device, linux.deviceInventory())) {
            case DeviceAddress.Device found -> Optional.of(Subject.ofDevice(device, found, linux));
            case DeviceAddress.Image found -> Optional.of(Subject.ofImage(device, found));
            case DeviceAddress.Export _ -> Optional.empty();
        };
    }

    /** An instant of a device that stands still. */
    PointInTime takeAtRest(Subject subject, InstantOrder order, BarrierMember.AtRestWays ways) {
        return take(order, method -> {
            if (method.method() == ConsistencyMethod.FROZEN && !ways.mayStayFrozen()) {
                return new InstantMethod.Attempt.Refused("another volume of the order lies on its file system");
            }
            if (method.equals(lvm) && ways.frozenByLvm()) {
                return new InstantMethod.Attempt.Refused(
                        "LVM would freeze its file system, which is frozen already: Linux can do that since 6.8");
            }
            return method.attemptAtRest(subject, order, ways.frozen());
        });
    }

    /** Prepares an instant of a device whose writers go on until then: nothing of it is frozen, because others stand still meanwhile. */
    Supplier<PointInTime> atOnce(Subject subject, InstantOrder order) {
        Supplier<InstantMethod.Attempt> byLvm = lvm.prepared(subject, order);
        return () -> take(order, method -> switch (method.method()) {
            case LVM_SNAPSHOT -> byLvm.get();
            case REFLINK -> method.attemptAtRest(subject, order, () -> new FrozenFileSystems(freezer));
            case MANAGED_EPOCH, READ_ONLY, UNUSED, FROZEN, EXPORT, COPY, FUZZY ->
                new InstantMethod.Attempt.Refused("its writers cannot be held");
        });
    }

    private PointInTime take(DeviceAddress.Export export, InstantOrder order) {
        ConsistencyMethod method = order.demanded().orElse(ConsistencyMethod.EXPORT);
        if (method != ConsistencyMethod.EXPORT && method != ConsistencyMethod.FUZZY) {
            throw new Failure.Invalid("an instant of " + order.device() + " cannot be had by " + method.word()
                    + ": only its server can do more than " + ConsistencyMethod.EXPORT.word());
        }
        HeldInstant.Held held =
                new HeldInstant.Held(exports.open(export.uri()), method, clock.instant(), Optional.empty());
        return new HeldInstant(held, () -> exports.confirm(export.uri()), List.of());
    }

    private PointInTime take(Subject subject, InstantOrder order) {
        return take(order, method -> method.attempt(subject, order));
    }

    private PointInTime take(InstantOrder order, Function<InstantMethod, InstantMethod.Attempt> attempts) {
        List<String> reasons = new ArrayList<>();
        for (InstantMethod method : candidates(order)) {
            switch (attempts.apply(method)) {
                case InstantMethod.Attempt.Taken taken -> {
                    LOG.info(
                            "instant snapshot={} device={} method={}",
                            order.snapshot(),
                            order.device(),
                            method.method().word());
                    return taken.instant();
                }
                case InstantMethod.Attempt.Refused refused ->
                    reasons.add(method.method().word() + ": " + refused.reason());
            }
        }
        throw new Failure.Conflict(
                "no instant of " + order.device() + " can be had. " + String.join("; ", reasons), ways(order));
    }

    private List<InstantMethod> candidates(InstantOrder order) {
        if (order.demanded().isEmpty()) {
            return methods.stream()
                    .filter(method -> method.method() != ConsistencyMethod.FUZZY)
                    .toList();
        }
        ConsistencyMethod demanded = order.demanded().get();
        List<InstantMethod> found =
                methods.stream().filter(method -> method.method() == demanded).toList();
        if (found.isEmpty()) {
            throw new Failure.Invalid(
                    "an instant of " + order.device() + " cannot be had by " + demanded.word() + ": that is for "
                            + (demanded == ConsistencyMethod.EXPORT ? "NBD exports" : "volumes that ebsnap serves"));
        }
        return found;
    }

    private static String ways(InstantOrder order) {
        return order.demanded().isPresent()
                ? "leave --consistency out to let ebsnap choose"
                : "unmount it or stop who uses it, keep it on LVM, or its image on XFS or Btrfs; --consistency fuzzy takes it as it is,"
                        + " and the snapshot is marked so";
    }

    @Override
    public Optional<PointInTime> resume(SavedInstant saved) {
        return methodOf(saved.method().word()).flatMap(method -> method.resume(saved));
    }

    @Override
    public void discard(SavedInstant saved) {
        methodOf(saved.method().word()).ifPresent(method -> method.discard(saved.artifact()));
        try {
            freezer.journal().forget(Path.of(saved.artifact()));
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot delete a note: " + failed, failed);
        }
    }

    private Optional<InstantMethod> methodOf(String word) {
        return methods.stream()
                .filter(method -> method.method().word().equals(word))
                .findFirst();
    }

    /** Who waits for a frozen file system waits no longer than that takes: what has to be asked of LVM comes after. */
    @Override
    public void recover(Set<SnapshotId> kept) {
        List<InstantJournal.Note> notes = freezer.journal().notes();
        notes.stream().filter(InstantChooser::isFrozen).forEach(note -> settle(note, kept));
        notes.stream().filter(note -> !isFrozen(note)).forEach(note -> settle(note, kept));
    }

    private static boolean isFrozen(InstantJournal.Note note) {
        return note.word().equals(Freezer.WORD);
    }

    private void settle(InstantJournal.Note note, Set<SnapshotId> kept) {
        try {
            if (undo(note, kept)) {
                freezer.journal().delete(note);
            }
        } catch (IOException | Failure failed) {
            // One that cannot be undone now must not keep the daemon from starting; its note stays for the next start.
            LOG.error(
                    "leftover snapshot={} {} path={} stays: {}",
                    note.snapshot(),
                    note.word(),
                    note.path(),
                    failed.getMessage());
        }
    }

    /** Whether nothing is left to undo. */
    private boolean undo(InstantJournal.Note note, Set<SnapshotId> kept) throws IOException {
        if (isFrozen(note)) {
            if (note.thisBoot() && freezer.thaw(note.path())) {
                LOG.warn("thawed snapshot={} mount={}: a former run had left it frozen", note.snapshot(), note.path());
            }
            return true;
        }
        if (kept.contains(note.snapshot())) {
            return false;
        }
        methodOf(note.word()).ifPresent(method -> method.discard(note.path().toString()));
        LOG.info("removed snapshot={} {} path={}: a former run had left it", note.snapshot(), note.word(), note.path());
        return true;
    }
}
