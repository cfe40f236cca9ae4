package io.ebsnap.attach;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.MappedName;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DirectTarget;
import io.ebsnap.volume.DirectUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A volume as a device of the device mapper, which leads to a device of the kernel's NBD driver, and once the target holds the whole volume, to that:
 * {@code docs/design/native-speed.md}. Its user sees no difference. May be asked to come back by any thread at any time.
 *
 * <p>The kernel alone says where the device leads: whatever failed, what is asked for next begins with that.
 */
final class MappedAttachment implements AttachedDevice {

    private static final Logger LOG = LoggerFactory.getLogger(MappedAttachment.class);

    /** Who needs all requests once often does so again. */
    private static final Duration STAY = Duration.ofSeconds(5);

    private static final Duration STAY_AFTER_FAILURE = Duration.ofMinutes(1);

    private final NbdAttachment served;
    private final NativeSpeed speeds;
    private final DataPlane plane;
    private final MappedName name;

    /** Held while the device is led elsewhere, or ended: nobody who holds it needs another lock than those of the volume. */
    private final ReentrantLock switching = new ReentrantLock();

    @GuardedBy("switching")
    private boolean ended;

    @GuardedBy("switching")
    private boolean away;

    /** Whether it is not known where the device leads, because something failed. */
    @GuardedBy("switching")
    private boolean unsure;

    @GuardedBy("switching")
    private long stayUntilNanos;

    private volatile Speed speed = Speed.served("it was just attached");

    /**
     * A device that leads to that of {@code served}.
     *
     * @param name of the device
     */
    MappedAttachment(NbdAttachment served, NativeSpeed speeds, DataPlane plane, MappedName name) {
        this.served = served;
        this.speeds = speeds;
        this.plane = plane;
        this.name = name;
        this.stayUntilNanos = speeds.nanoTime().getAsLong();
    }

    /** What the device mapper calls the device of an attachment; not even one of the same volume is called so again. */
    static MappedName nameOf(Attachment attachment) {
        String volume = attachment.volume().value();
        return new MappedName(
                "ebsnap-" + volume,
                "EBSNAP-" + volume + "-" + attachment.attachTime().toEpochMilli());
    }

    /** Makes the device. */
    void create() {
        Path unused = speeds.mapper().create(name, servedTable());
    }

    /**
     * Goes on with a device that an earlier daemon has left, wherever it leads. To be called when the NBD device is served again.
     *
     * @throws Failure.NotFound if it leads nowhere any more
     */
    void goOn() {
        switching.lock();
        try {
            Optional<MappedState> found = speeds.mapper().find(name.name());
            if (found.isEmpty()) {
                create();
                direct().ifPresent(DirectUse::ended);
                return;
            }
            Path over = found.get()
                    .over()
                    .orElseThrow(() -> new Failure.NotFound("the device " + name.name() + " was ended"));
            if (over.equals(served.nbdDevice())) {
                speeds.mapper().clear(name.name());
                direct().ifPresent(DirectUse::ended);
                return;
            }
            goOnDirect();
        } finally {
            switching.unlock();
        }
    }

    @GuardedBy("switching")
    private void goOnDirect() {
        direct().orElseThrow(() -> new Failure.Conflict(served.facts().volume() + " cannot be used at native speed"))
                .goOn(this::comeBack);
        away = true;
        if (speeds.wanted()) {
            speed = Speed.NATIVE;
            keepServedDevice();
            LOG.info("attachment-native volume={} resumed", served.facts().volume());
        } else {
            lead();
        }
    }

    private Optional<DirectUse> direct() {
        return plane.direct();
    }

    private MappedTable servedTable() {
        return new MappedTable(served.nbdDevice(), plane.sizeBytes(), plane.readOnly());
    }

    @Override
    public Attachment facts() {
        return served.facts();
    }

    @Override
    public Speed speed() {
        return speed;
    }

    /** Leads the device to the target, if the target holds everything and nobody needs that requests come here. */
    @Override
    public void quicken() {
        if (!switching.tryLock()) {
            return;
        }
        try {
            if (unsure && !ended) {
                tryLead();
            }
            if (!away && !ended) {
                String reason = goDirect();
                speed = away && !unsure ? Speed.NATIVE : Speed.served(reason);
            }
        } finally {
            switching.unlock();
        }
    }

    @GuardedBy("switching")
    private void tryLead() {
        try {
            lead();
        } catch (Failure failed) {
            LOG.error(
                    "attachment-not-served volume={} reason={}", served.facts().volume(), failed.getMessage());
        }
    }

    /** Gives the reason why it did not. */
    @GuardedBy("switching")
    private String goDirect() {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        if (speeds.nanoTime().getAsLong() - stayUntilNanos < 0) {
            return speed.reason();
        }
        try {
            leave(direct().orElseThrow());
            return "";
        } catch (Failure.Conflict changed) {
            return String.valueOf(changed.getMessage());
        } catch (Failure failed) {
            stay(STAY_AFTER_FAILURE);
            LOG.warn("attachment-not-native volume={} reason={}", served.facts().volume(), failed.getMessage());
            return String.valueOf(failed.getMessage());
        }
    }

    private Optional<String> obstacle() {
        if (!speeds.wanted()) {
            return Optional.of("native-speed is off");
        }
        return direct().isEmpty()
                ? Optional.of("its volume cannot be used without the daemon")
                : direct().get().obstacle();
    }

    /** From the beginning of the use on, whoever needs all requests has them come back; what fails does so too. */
    @GuardedBy("switching")
    private void leave(DirectUse direct) {
        DirectTarget target = direct.begin(this::comeBack);
        away = true;
        try (TargetDevices.Held device = speeds.targets().open(target, plane.readOnly())) {
            speeds.mapper().load(name.name(), new MappedTable(device.device(), plane.sizeBytes(), plane.readOnly()));
            speeds.mapper().resume(name.name());
            LOG.info("attachment-native volume={} over={}", served.facts().volume(), device.device());
        } catch (Failure failed) {
            leadAfter(failed);
            throw failed;
        }
        keepServedDevice();
    }

    /** What comes next is there, and nobody else takes that device or what looks like its partitions. */
    private void keepServedDevice() {
        try {
            speeds.mapper().load(name.name(), servedTable());
        } catch (Failure failed) {
            LOG.warn(
                    "attachment-served-not-kept volume={} reason={}",
                    served.facts().volume(),
                    failed.getMessage());
        }
    }

    @GuardedBy("switching")
    private void leadAfter(Failure cause) {
        try {
            lead();
        } catch (Failure failed) {
            unsure = true;
            cause.addSuppressed(failed);
        }
    }

    /** Has every request come to the daemon, wherever the device leads. */
    @GuardedBy("switching")
    private void lead() {
        speeds.mapper().load(name.name(), servedTable());
        speeds.mapper().resume(name.name());
        here();
    }

    @GuardedBy("switching")
    private void here() {
        away = false;
        unsure = false;
        direct().ifPresent(DirectUse::ended);
    }

    @GuardedBy("switching")
    private void stay(Duration time) {
        stayUntilNanos = speeds.nanoTime().getAsLong() + time.toNanos();
    }

    /** The other way; whoever needs it waits for it. */
    private void comeBack() {
        switching.lock();
        try {
            if (away && ended) {
                throw new Failure.Conflict("the daemon is stopping");
            }
            if (away) {
                lead();
                stay(STAY);
                speed = Speed.served("it is being changed");
                LOG.info("attachment-served volume={}", served.facts().volume());
            }
        } finally {
            switching.unlock();
        }
    }

    @Override
    public void refreshCapacity() {
        switching.lock();
        try {
            if (isAsLongAsItsVolume()) {
                return;
            }
            if (away) {
                lead();
                stay(STAY);
            }
            served.refreshCapacity();
            speeds.mapper().load(name.name(), servedTable());
            speeds.mapper().resume(name.name());
        } finally {
            switching.unlock();
        }
    }

    private boolean isAsLongAsItsVolume() {
        return speeds.mapper()
                .find(name.name())
                .filter(device -> device.sizeBytes() == plane.sizeBytes())
                .isPresent();
    }

    /** Flushed before, so that a failure keeps everything as it was. */
    @Override
    public void detach() {
        switching.lock();
        try {
            served.flush();
            speeds.mapper().remove(name.name());
            here();
            try {
                served.detach();
            } catch (Failure failed) {
                create();
                throw failed;
            }
            ended = true;
        } finally {
            switching.unlock();
        }
    }

    /** What waits for the daemon fails first, so that nothing is under way to it when the device is led nowhere. */
    @Override
    public void abandon() {
        switching.lock();
        try {
            served.cutOff();
            speeds.mapper().fail(name.name());
            here();
            served.forget();
            ended = true;
        } finally {
            switching.unlock();
        }
    }

    /** A device that leads to its target goes on without a daemon. */
    @Override
    public void suspend() {
        switching.lock();
        try {
            ended = true;
            served.suspend();
        } finally {
            switching.unlock();
        }
    }
}
