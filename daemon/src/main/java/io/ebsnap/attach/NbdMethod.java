package io.ebsnap.attach;

import io.ebsnap.device.Commands;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.NbdConnection;
import io.ebsnap.linux.NbdSocket;
import io.ebsnap.nbd.NbdServer;
import io.ebsnap.volume.DataPlane;
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
    public AttachedDevice attach(VolumeId volume, DataPlane plane) {
        requireNoDevice(volume);
        Attachment wanted = new Attachment(
                volume,
                Via.NBD,
                NbdRecord.NOT_YET,
                plane.readOnly(),
                parts.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        NbdRecord record = new NbdRecord(wanted, boot);
        parts.records().put(record);
        NbdLink link = new NbdLink(parts, volume.value(), plane);
        try {
            link.open((socket, served) -> connect(volume, socket, served));
            NbdRecord connected = record.withDevice(index(volume));
            parts.records().put(connected);
            return served(plane, link, connected);
        } catch (Failure failed) {
            undo(record, link, failed);
            throw failed;
        }
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

    private AttachedDevice served(DataPlane plane, NbdLink link, NbdRecord record) {
        lookOften(record.attachment().device());
        return new NbdAttachment(parts, plane, link, record);
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
        NbdRecord connected = ((NbdRecord) attached).withDevice(index(volume));
        parts.records().put(connected);
        NbdLink link = new NbdLink(parts, volume.value(), plane);
        try {
            link.reconnect();
        } catch (Failure failed) {
            link.stop(Duration.ZERO);
            throw failed;
        }
        return served(plane, link, connected);
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
