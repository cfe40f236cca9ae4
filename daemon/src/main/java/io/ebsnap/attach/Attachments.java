package io.ebsnap.attach;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DeviceName;
import io.ebsnap.volume.NamedDevice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The volumes that are block devices. Safe for use by several threads; of one volume, one thing is done at a time.
 *
 * <p>Data planes stay their owner's, who closes each after its volume was detached, or after {@link #close()}.
 */
public final class Attachments implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

    private final AttachSettings settings;
    private final AttachmentRecords records;
    private final DeviceLinks links;
    private final DeviceHolders holders;
    private final List<AttachmentMethod> methods;
    private final Runnable end;

    @GuardedBy("this")
    private final Map<VolumeId, AttachedDevice> attached = new TreeMap<>();

    @GuardedBy("this")
    private final Set<VolumeId> busy = new HashSet<>();

    @GuardedBy("this")
    private boolean closed;

    /**
     * Of these methods, in the order in which AUTO tries them.
     *
     * @param end what is to be done when all has ended
     */
    Attachments(
            AttachSettings settings,
            AttachmentRecords records,
            DeviceLinks links,
            DeviceHolders holders,
            List<AttachmentMethod> methods,
            Runnable end) {
        this.settings = settings;
        this.records = records;
        this.links = links;
        this.holders = holders;
        this.methods = List.copyOf(methods);
        this.end = end;
    }

    /**
     * Makes a volume a block device.
     *
     * @param plane what the device shows; used until the volume is detached
     * @param name what its user calls the device
     * @throws Failure.Conflict if it is attached
     * @throws Failure.Invalid if something else is called so
     * @throws Failure.Exhausted if too many are
     * @throws Failure.Unavailable if this machine does not offer the way, or it did not work
     */
    public Attachment attach(VolumeId volume, DataPlane plane, Via via, Optional<DeviceName> name) {
        AttachmentMethod method = method(via);
        claim(volume);
        try {
            requireRoom(volume);
            name.ifPresent(links::requireFree);
            AttachedDevice device = method.attach(volume, plane, name);
            link(device);
            put(volume, device);
            LOG.info("attached volume={} device={}", volume, device.facts().device());
            return device.facts();
        } finally {
            unclaim(volume);
        }
    }

    /** Nobody knows the device yet when its name is another's by now. */
    private void link(AttachedDevice device) {
        try {
            links.make(device.facts());
        } catch (Failure failed) {
            device.abandon();
            throw failed;
        }
    }

    private AttachmentMethod method(Via via) {
        List<String> obstacles = new ArrayList<>();
        for (AttachmentMethod method : methods) {
            if (via == Via.AUTO || via == method.via()) {
                Optional<String> obstacle = method.obstacle();
                if (obstacle.isEmpty()) {
                    return method;
                }
                obstacles.add(method.via() + ": " + obstacle.get());
            }
        }
        throw new Failure.Unavailable(
                obstacles.isEmpty()
                        ? "volumes cannot be attached by " + via
                        : "this machine cannot attach volumes (" + String.join("; ", obstacles) + ")",
                null);
    }

    private synchronized void requireRoom(VolumeId volume) {
        AttachedDevice device = attached.get(volume);
        if (device != null) {
            throw new Failure.Conflict(
                    volume + " is attached as " + device.facts().device());
        }
        if (noted(volume).isPresent()) {
            throw new Failure.Conflict(
                    volume + " was attached by an earlier daemon, whose device waits for it",
                    "detach it by force to end that device");
        }
        if (attached.size() + busy.size() > settings.attachedMax()) {
            throw new Failure.Exhausted(
                    attached.size() + " volumes are attached, and no more than " + settings.attachedMax() + " may be",
                    "detach one that is not needed",
                    null);
        }
    }

    /**
     * Ends a volume's device.
     *
     * @param force whether to end it although it is used: every request to it fails from then on. What is mounted from it
     *     stays mounted, and is to be unmounted by whoever mounted it; only then the device goes
     * @throws Failure.NotFound if it is not attached
     * @throws Failure.Conflict if it is used, with the names of its users; nothing has changed then
     */
    public void detach(VolumeId volume, boolean force) {
        claim(volume);
        try {
            AttachedDevice device = get(volume);
            if (device == null) {
                detachWaiting(volume, force);
                return;
            }
            if (force) {
                links.remove(device.facts());
                device.abandon();
            } else {
                requireUnused(device.facts());
                end(device);
            }
            remove(volume);
            LOG.info(
                    "detached volume={} device={} force={}",
                    volume,
                    device.facts().device(),
                    force);
        } finally {
            unclaim(volume);
        }
    }

    /** The name ends first: it must never lead to what the device's node is next. */
    private void end(AttachedDevice device) {
        links.remove(device.facts());
        try {
            device.detach();
        } catch (Failure failed) {
            linkAgain(device.facts());
            throw failed;
        }
    }

    private void detachWaiting(VolumeId volume, boolean force) {
        AttachmentRecord record = noted(volume).orElseThrow(() -> new Failure.NotFound(volume + " is not attached"));
        if (!force) {
            throw new Failure.Conflict(
                    volume + " was attached by an earlier daemon, and requests to "
                            + record.attachment().device() + " wait",
                    "detach it by force: they fail then");
        }
        discard(record);
    }

    private void requireUnused(Attachment facts) {
        List<String> users = holders.of(facts.device(), settings.settle());
        if (!users.isEmpty()) {
            throw new Failure.Conflict(
                    facts.volume() + " cannot be detached: " + String.join(", ", users),
                    "end that use of " + facts.device() + " first");
        }
    }

    /** What is attached now, by volume. */
    public synchronized List<Attachment> list() {
        return attached.values().stream().map(AttachedDevice::facts).toList();
    }

    /** The device of a volume, if it is attached. */
    public Optional<Attachment> find(VolumeId volume) {
        return Optional.ofNullable(get(volume)).map(AttachedDevice::facts);
    }

    /** What the user calls the device of an attachment, and where. */
    public Optional<NamedDevice> named(Attachment attachment) {
        return attachment.name().map(name -> new NamedDevice(name, links.of(name)));
    }

    /** How requests to a volume's device are served now, if it is attached. */
    public Optional<Speed> speed(VolumeId volume) {
        return Optional.ofNullable(get(volume)).map(AttachedDevice::speed);
    }

    /**
     * Has the kernel itself serve what it can.
     *
     * @return whether to come again
     */
    boolean quicken() {
        List<AttachedDevice> devices;
        synchronized (this) {
            if (closed) {
                return false;
            }
            devices = List.copyOf(attached.values());
        }
        for (AttachedDevice device : devices) {
            try {
                device.quicken();
            } catch (RuntimeException failed) {
                LOG.error("attachment-not-native volume={}", device.facts().volume(), failed);
            }
        }
        return true;
    }

    /** Makes a volume's device as large as the volume is now; does nothing if it is not attached. */
    public void refreshCapacity(VolumeId volume) {
        AttachedDevice device = get(volume);
        if (device != null) {
            device.refreshCapacity();
        }
    }

    /**
     * Goes on with what an earlier daemon attached, once it is sure that this one is dead: what waits is answered. Devices that do
     * not live any more are removed. Called again, it tries those again that could not be opened.
     *
     * @param planes a plane that is opened and then not used is closed again
     * @return those that are served from now on
     */
    public List<Attachment> resume(PlaneOpener planes) {
        List<Attachment> resumed = new ArrayList<>();
        for (AttachmentRecord record : records.all()) {
            if (get(record.volume()) == null) {
                claim(record.volume());
                try {
                    wake(record);
                    resume(record, planes).ifPresent(resumed::add);
                    grow(record.volume());
                } finally {
                    unclaim(record.volume());
                }
            }
        }
        methods.forEach(this::discardRemains);
        return resumed;
    }

    /** What an earlier daemon began to attach when it ended. */
    private void discardRemains(AttachmentMethod method) {
        for (VolumeId volume : method.remains()) {
            claim(volume);
            try {
                if (get(volume) == null && noted(volume).isEmpty()) {
                    LOG.warn("attachment-unfinished volume={}: removed", volume);
                    method.discardRemains(volume);
                }
            } finally {
                unclaim(volume);
            }
        }
    }

    private Optional<AttachmentRecord> noted(VolumeId volume) {
        return records.all().stream()
                .filter(record -> record.volume().equals(volume))
                .findFirst();
    }

    /** The volume may have grown while nobody served it; if the device cannot follow now, it goes on as it is. */
    private void grow(VolumeId volume) {
        try {
            refreshCapacity(volume);
        } catch (Failure failed) {
            LOG.warn("attachment-not-grown volume={} reason={}", volume, failed.getMessage());
        }
    }

    private void wake(AttachmentRecord record) {
        try {
            methodOf(record).wake(record);
        } catch (Failure failed) {
            LOG.error("attachment-not-woken volume={} reason={}", record.volume(), failed.getMessage());
        }
    }

    private Optional<Attachment> resume(AttachmentRecord record, PlaneOpener planes) {
        try {
            AttachedDevice device = resume(
                    record, planes.open(record.volume(), record.attachment().readOnly()));
            put(record.volume(), device);
            linkAgain(device.facts());
            LOG.info(
                    "attachment-resumed volume={} device={}",
                    record.volume(),
                    device.facts().device());
            return Optional.of(device.facts());
        } catch (Failure.NotFound over) {
            LOG.warn("attachment-over volume={} reason={}", record.volume(), over.getMessage());
            discard(record);
        } catch (Failure waits) {
            LOG.error("attachment-waits volume={} reason={}", record.volume(), waits.getMessage());
        }
        return Optional.empty();
    }

    /** The link of a device that goes on: a daemon may have ended before it made it, or the device did not end after it was removed. */
    private void linkAgain(Attachment attachment) {
        try {
            links.make(attachment);
        } catch (Failure failed) {
            LOG.error("attachment-not-named volume={} reason={}", attachment.volume(), failed.getMessage());
        }
    }

    private AttachedDevice resume(AttachmentRecord record, DataPlane plane) {
        try {
            return methodOf(record).resume(record, plane);
        } catch (Failure failed) {
            plane.close();
            throw failed;
        }
    }

    private void discard(AttachmentRecord record) {
        links.remove(record.attachment());
        methodOf(record).discard(record);
    }

    private AttachmentMethod methodOf(AttachmentRecord record) {
        return methods.stream()
                .filter(method -> method.via() == record.attachment().via())
                .findFirst()
                .orElseThrow(() -> new Failure.Unavailable(
                        "this release cannot serve what was attached by "
                                + record.attachment().via(),
                        null));
    }

    /**
     * Ends the use of all volumes: a device that nobody uses is detached, one that is used waits for the next daemon.
     */
    @Override
    public void close() {
        for (AttachedDevice device : closing()) {
            VolumeId volume = device.facts().volume();
            try {
                requireUnused(device.facts());
                end(device);
            } catch (Failure used) {
                LOG.info("attachment-left volume={} reason={}", volume, used.getMessage());
                device.suspend();
            }
            remove(volume);
        }
        end.run();
    }

    private synchronized List<AttachedDevice> closing() {
        closed = true;
        return List.copyOf(attached.values());
    }

    private synchronized void claim(VolumeId volume) {
        if (closed) {
            throw new Failure.Conflict("the daemon is stopping");
        }
        if (!busy.add(volume)) {
            throw new Failure.Conflict(volume + " is being attached or detached");
        }
    }

    private synchronized void unclaim(VolumeId volume) {
        busy.remove(volume);
    }

    private synchronized @Nullable AttachedDevice get(VolumeId volume) {
        return attached.get(volume);
    }

    private synchronized void put(VolumeId volume, AttachedDevice device) {
        attached.put(volume, device);
    }

    private synchronized void remove(VolumeId volume) {
        attached.remove(volume);
    }
}
