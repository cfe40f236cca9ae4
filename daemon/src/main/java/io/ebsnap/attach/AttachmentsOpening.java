package io.ebsnap.attach;

import io.ebsnap.device.Commands;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import io.ebsnap.linux.BootId;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.NbdControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts {@link Attachments} together. */
public final class AttachmentsOpening {

    private static final Logger LOG = LoggerFactory.getLogger(AttachmentsOpening.class);
    private static final Path PROC = Path.of("/proc");
    private static final Path DEVICES = Path.of("/dev");

    /** Binding a device reads its partitions, which may have to come from the store. */
    private static final Duration TOOL_LIMIT = Duration.ofSeconds(60);

    /** Between two looks at which volumes can be used at native speed. */
    private static final long LOOK_NANOS = 1_000_000_000;

    private AttachmentsOpening() {}

    /**
     * Opens the attachments of this machine; {@link Attachments#resume} comes next.
     *
     * @param clock the time of day
     * @param nanoTime elapsed nanoseconds of a clock that is never set
     * @throws Failure.Unavailable if the directories cannot be made
     */
    public static Attachments open(Linux linux, AttachSettings wanted, InstantSource clock, LongSupplier nanoTime) {
        AttachSettings settings = withDirectories(wanted);
        if (!linux.processSettings().declareIoFlusher()) {
            LOG.warn("attach-without-io-flusher: devices may stall when memory is short; needs CAP_SYS_RESOURCE");
        }
        DeviceInventory inventory = linux.deviceInventory();
        AttachmentRecords records = new AttachmentRecords(settings.records());
        Tools tools = new Tools(Tools.DIRECTORIES, new Commands(nanoTime), TOOL_LIMIT);
        LoopBinding loops = new LoopBinding(linux.loopControl(), tools);
        FuseRemoval removal = new FuseRemoval(linux, loops, records);
        WaitingRequests waiting = new WaitingRequests(settings.waiters(), linux.processSettings());
        FuseMethod fuse =
                new FuseMethod(new FuseParts(linux, settings, loops, records, removal, clock), waiting, bootId());
        KernelClients clients = new KernelClients(settings, linux.accounts(), nanoTime);
        NbdControl control = linux.nbdControl();
        KernelSockets sockets = new KernelSockets(control, settings.mounts());
        NativeSpeed speeds = new NativeSpeed(
                settings.nativeSpeed(),
                new Dmsetup(tools, inventory, clock),
                new LoopTargetDevices(linux.loopControl()),
                nanoTime);
        NbdMethod nbd = new NbdMethod(
                new NbdParts(control, settings, sockets, clients, records, tools, speeds, clock), bootId());
        Attachments attachments = new Attachments(
                settings,
                records,
                new DeviceLinks(settings.links(), DEVICES),
                new DeviceHolders(inventory, PROC),
                List.of(nbd, fuse),
                () -> {
                    waiting.close();
                    clients.close();
                });
        Thread.ofPlatform().daemon().name("attach-native").start(() -> quicken(attachments));
        return attachments;
    }

    /** Looks at what is attached rather than being told: what must be so may become so for many reasons. */
    private static void quicken(Attachments attachments) {
        while (attachments.quicken()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The kernel names a file by its real path. */
    private static AttachSettings withDirectories(AttachSettings wanted) {
        return new AttachSettings(
                made(wanted.mounts()),
                made(wanted.records()),
                wanted.links(),
                wanted.attachedMax(),
                wanted.readers(),
                wanted.waiters(),
                wanted.settle(),
                wanted.daemonlessMax(),
                wanted.nativeSpeed());
    }

    private static Path made(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return directory.toRealPath();
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot make " + directory + ": " + failed, failed);
        }
    }

    private static String bootId() {
        try {
            return BootId.current();
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot tell when the machine was started: " + failed, failed);
        }
    }
}
