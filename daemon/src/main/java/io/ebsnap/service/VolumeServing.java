package io.ebsnap.service;

import io.ebsnap.attach.AttachSettings;
import io.ebsnap.attach.Attachments;
import io.ebsnap.attach.AttachmentsOpening;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.control.Serving;
import io.ebsnap.files.MountEngine;
import io.ebsnap.linux.Linux;
import io.ebsnap.nbd.NbdServer;
import io.ebsnap.nbd.ServerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts what makes managed volumes and snapshots usable: devices, and the NBD server. */
final class VolumeServing {

    /** Between two looks at whether mounted snapshots are used. */
    private static final Duration LOOK = Duration.ofSeconds(15);

    private VolumeServing() {}

    /**
     * What serving is put together with.
     *
     * @param linux the kernel
     * @param visitors says who sees whose exports
     */
    record Parts(
            OpenStore store,
            DataDirectory data,
            EbsnapdConfig config,
            Foundation base,
            Linux linux,
            ExportedVolumes.Visitors visitors) {}

    /** Starts all of it, and goes on with the devices of an earlier daemon. */
    static Serving start(Engine engine, Parts parts, Closer closer) {
        Attachments attachments = AttachmentsOpening.open(
                parts.linux(),
                AttachSettings.of(
                        parts.config().socket().path().resolveSibling("attached"),
                        parts.data().attachments(),
                        parts.config().volumes().deviceLinks(),
                        parts.config().volumes().deviceWait(),
                        parts.config().volumes().nativeSpeed()),
                parts.base().clock(),
                parts.base().nanoTime());
        MountEngine mounts = mounts(engine, attachments, parts);
        AttachedVolumes attached = closer.add(new AttachedVolumes(engine.managed(), attachments, mounts));
        attached.resume();
        closer.add(Rounds.start("unused-mounts", LOOK, LOOK, mounts::releaseUnused));
        ExportAddresses addresses = new ExportAddresses(
                parts.config().nbd(),
                parts.config().socket().group(),
                parts.base().random());
        // The server needs the exports, and ending one needs the server: it is there before anybody can ask for that.
        AtomicReference<@Nullable NbdServer> serving = new AtomicReference<>();
        ExportedVolumes exports = new ExportedVolumes(
                new ExportedVolumes.Kept(parts.store().catalog(), engine.managed(), engine.planes(), parts.visitors()),
                addresses,
                name -> {
                    NbdServer server = serving.get();
                    return server == null ? 0 : server.disconnect(name);
                });
        serving.set(closer.add(NbdServer.start(
                addresses.listened(),
                new NbdServer.Service(
                        exports, parts.linux().accounts(), parts.base().nanoTime()),
                ServerLimits.STANDARD)));
        return new Serving(engine.managed(), engine.copies(), attached, exports, mounts);
    }

    private static MountEngine mounts(Engine engine, Attachments attachments, Parts parts) {
        Path runtime = parts.config().socket().path().resolveSibling("mounts");
        return new MountEngine(new MountEngine.Parts(
                engine.planes()::open,
                new AttachedMounts(attachments, new MountPoints(parts.linux().deviceInventory(), Path.of("/proc"))),
                new MountEngine.Places(runtime, Path.of("/sys/fs/btrfs")),
                parts.base().clock(),
                parts.base().random()));
    }
}
