package io.ebsnap.attach;

import io.ebsnap.device.Commands;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.NbdConnection;
import io.ebsnap.linux.NbdSocket;
import io.ebsnap.nbd.NbdServer;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DeviceName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device of the kernel's own NBD driver.
 *
 * <p>It has one connection, and the kernel never gives it up for slowness: with several, or with a limit, a request that the store
 * keeps waiting would be sent a second time while the first is still under way, and that one could land after a
 * newer write. {@code docs/design/attach.md}.
 */
final class NbdMethod implements AttachmentMethod {

    private static final Logger LOG = LoggerFactory.getLogger(NbdMethod.class);
    private static final String MODULE_LOADER = "modprobe";
    private static final int SECTOR_BYTES = 512;

    /** How often the kernel looks whether a request that is not answered went to a connection that is dead now. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final NbdParts parts;
    private final String boot;

    /** @param boot the identity of the running kernel */
    NbdMethod(NbdParts parts, String boot) {
        this.parts = parts;
        this.boot = boot;
    }

    @Override
    public Via via() {
        return Via.NBD;
    }

    /** A driver that is a module and not loaded yet is loaded. */
    @Override
    public Optional<String> obstacle() {
        if (parts.control().obstacle().isEmpty()) {
            return Optional.empty();
        }
        String loading = loadModule();
        return parts.control().obstacle().map(still -> still + "; load it with: modprobe nbd" + loading);
    }

    /** Gives what the program said if it did not work. */
    private String loadModule() {
        if (parts.tools().find(MODULE_LOADER).isEmpty()) {
            return "";
        }
        Commands.Outcome outcome = parts.tools().run(MODULE_LOADER, List.of("nbd"));
        return outcome.succeeded() ? "" : " (" + outcome.text() + ")";
    }

    /** Noted before there is a device, so that one of which a daemon did not come to know is found all the same. */
    @Override
    public AttachedDevice attach(VolumeId volume, DataPlane plane, Optional<DeviceName> name) {
        requireNoDevice(volume);
        Attachment wanted = new Attachment(
                volume,
                Via.NBD,
                NbdRecord.NOT_YET,
                plane.readOnly(),
                parts.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                name);
        NbdRecord record = new NbdRecord(wanted, boot, isMapped());
        parts.records().put(record);
        NbdLink link = new NbdLink(parts, volume.value(), plane);
        try {
            link.open((socket, served) -> connect(volume, socket, served));
            int index = index(volume);
            return mapped(record, index, plane, link)
                    .orElseGet(() -> unmapped(new NbdRecord(wanted, boot, false).withDevice(index), plane, link));
        } catch (Failure failed) {
            undo(record, link, failed);
            throw failed;
        }
    }

    /** Whether a device that can be led elsewhere is to be made over that of the driver. */
    private boolean isMapped() {
        if (!parts.speeds().wanted()) {
            return false;
        }
        Optional<String> obstacle = parts.speeds().mapper().obstacle();
        obstacle.ifPresent(reason -> LOG.info("attach-without-native-speed reason={}", reason));
        return obstacle.isEmpty();
    }

    /** A volume is rather attached without it than not at all: empty then. */
    private Optional<AttachedDevice> mapped(NbdRecord record, int index, DataPlane plane, NbdLink link) {
        if (!record.mapped()) {
            return Optional.empty();
        }
        NbdRecord connected = record.withDevice(index);
        parts.records().put(connected);
        MappedAttachment device = overServed(connected, plane, link);
        try {
            device.create();
            lookOften(NbdRecord.device(index));
            return Optional.of(device);
        } catch (Failure failed) {
            LOG.warn("attach-without-native-speed volume={} reason={}", record.volume(), failed.getMessage());
            parts.speeds().mapper().fail(nameOf(record));
            return Optional.empty();
        }
    }

    private MappedAttachment overServed(NbdRecord record, DataPlane plane, NbdLink link) {
        return new MappedAttachment(
                new NbdAttachment(parts, plane, link, record),
                parts.speeds(),
                plane,
                MappedAttachment.nameOf(record.attachment()));
    }

    private AttachedDevice unmapped(NbdRecord connected, DataPlane plane, NbdLink link) {
        parts.records().put(connected);
        lookOften(connected.attachment().device());
        return new NbdAttachment(parts, plane, link, connected);
    }

    private void requireNoDevice(VolumeId volume) {
        OptionalInt index = parts.control().find(volume.value());
        if (index.isPresent()) {
            Path device = NbdRecord.device(index.getAsInt());
            throw new Failure.Conflict(
                    device + " was connected for " + volume + " by somebody else",
                    "if nobody needs it: nbd-client -d " + device);
        }
    }

    private void connect(VolumeId volume, NbdSocket socket, NbdServer.Attached served) throws LinuxException {
        NbdConnection wanted = new NbdConnection(
                served.sizeBytes(),
                SECTOR_BYTES,
                served.flags(),
                Duration.ZERO,
                parts.settings().daemonlessMax(),
                volume.value());
        parts.control().connect(wanted, List.of(socket));
    }

    private int index(VolumeId volume) {
        return parts.control()
                .find(volume.value())
                .orElseThrow(() -> new Failure.NotFound("the device of " + volume + " was disconnected"));
    }

    private void undo(NbdRecord record, NbdLink link, Failure cause) {
        try {
            link.stop(Duration.ZERO);
            discard(record);
        } catch (Failure failed) {
            cause.addSuppressed(failed);
        }
    }

    /**
     * Has requests that a dead daemon left unanswered repeated sooner than after the kernel's 30 s. Another process does that: newer
     * kernels wait for the requests under way then, and nobody in the daemon may wait for those.
     */
    private void lookOften(Path device) {
        String setting = "/sys/block/" + device.getFileName() + "/queue/io_timeout";
        Commands.Outcome outcome = parts.tools()
                .run("sh", List.of("-c", "echo \"$1\" >\"$2\"", "sh", String.valueOf(LOOK.toMillis()), setting));
        if (!outcome.succeeded()) {
            LOG.info("attachment-looks-seldom device={} reason={}", device, outcome.text());
        }
    }

    @Override
    public AttachedDevice resume(AttachmentRecord attached, DataPlane plane) {
        VolumeId volume = attached.volume();
        if (!attached.boot().equals(boot)) {
            throw new Failure.NotFound("the machine was started since " + volume + " was attached");
        }
        if (attached.attachment().readOnly() != plane.readOnly()) {
            throw new Failure.Conflict(volume + " is read-only as a device or as a volume, but not as both");
        }
        NbdRecord record = (NbdRecord) attached;
        NbdLink link = new NbdLink(parts, volume.value(), plane);
        try {
            connectAgain(record, link);
            return goOn(record.withDevice(index(volume)), plane, link);
        } catch (Failure failed) {
            link.stop(Duration.ZERO);
            throw failed;
        }
    }

    /** A device that leads past the daemon needs none of the driver's; when it is to lead here again, it may be another one. */
    private void connectAgain(NbdRecord record, NbdLink link) {
        VolumeId volume = record.volume();
        if (parts.control().find(volume.value()).isEmpty() && record.mapped() && leadsPast(record)) {
            link.open((socket, served) -> connect(volume, socket, served));
        } else {
            link.reconnect();
        }
    }

    private boolean leadsPast(NbdRecord record) {
        requireMapper(record);
        return parts.speeds()
                .mapper()
                .find(nameOf(record))
                .flatMap(MappedState::over)
                .filter(over -> !over.toString().startsWith(NbdRecord.NOT_YET.toString()))
                .isPresent();
    }

    private AttachedDevice goOn(NbdRecord record, DataPlane plane, NbdLink link) {
        if (!record.mapped()) {
            return unmapped(record, plane, link);
        }
        requireMapper(record);
        parts.records().put(record);
        lookOften(NbdRecord.device(index(record.volume())));
        MappedAttachment device = overServed(record, plane, link);
        device.goOn();
        return device;
    }

    private void requireMapper(NbdRecord record) {
        parts.speeds().mapper().obstacle().ifPresent(obstacle -> {
            throw new Failure.Unavailable(record.attachment().device() + " cannot be looked after: " + obstacle, null);
        });
    }

    private static String nameOf(NbdRecord record) {
        return MappedAttachment.nameOf(record.attachment()).name();
    }

    /** Only a switch that the kernel refused at its last moment, and whose daemon was killed in just that moment, leaves it so. */
    @Override
    public void wake(AttachmentRecord attached) {
        NbdRecord record = (NbdRecord) attached;
        if (!record.mapped() || !record.boot().equals(boot)) {
            return;
        }
        requireMapper(record);
        DeviceMapper mapper = parts.speeds().mapper();
        if (mapper.find(nameOf(record)).filter(MappedState::suspended).isPresent()) {
            LOG.warn("attachment-suspended volume={}: resumed", record.volume());
            mapper.clear(nameOf(record));
            mapper.resume(nameOf(record));
        }
    }

    /** The kernel ends nothing but a device that is this volume's: the index may be another's by now. */
    @Override
    public void discard(AttachmentRecord attached) {
        VolumeId volume = attached.volume();
        OptionalInt index = parts.control().find(volume.value());
        try {
            if (index.isPresent()) {
                parts.control().disconnect(index.getAsInt());
            }
        } catch (LinuxException failed) {
            throw new Failure.Unavailable(
                    "cannot disconnect " + NbdRecord.device(index.getAsInt()) + ": " + failed.getMessage(), failed);
        }
        NbdRecord record = (NbdRecord) attached;
        if (record.mapped() && record.boot().equals(boot)) {
            requireMapper(record);
            parts.speeds().mapper().fail(nameOf(record));
        }
        parts.records().remove(volume);
    }

    /** Whatever was begun is noted. */
    @Override
    public List<VolumeId> remains() {
        return List.of();
    }

    @Override
    public void discardRemains(VolumeId volume) {
        // There are none.
    }
}
