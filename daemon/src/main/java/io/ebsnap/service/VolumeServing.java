package io.ebsnap.service;

import io.ebsnap.attach.AttachSettings;
import io.ebsnap.attach.AttachmentsOpening;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.control.Serving;
import io.ebsnap.linux.Linux;
import io.ebsnap.nbd.NbdServer;
import io.ebsnap.nbd.ServerLimits;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts what makes managed volumes and snapshots usable: devices, and the NBD server. */
final class VolumeServing {

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
        AttachedVolumes attached = closer.add(new AttachedVolumes(
                engine.managed(),
                AttachmentsOpening.open(
                        parts.linux(),
                        AttachSettings.of(
                                parts.config().socket().path().resolveSibling("attached"),
                                parts.data().attachments(),
                                parts.config().volumes().deviceWait(),
                                parts.config().volumes().nativeSpeed()),
                        parts.base().clock(),
                        parts.base().nanoTime())));
        attached.resume();
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
        return new Serving(engine.managed(), attached, exports);
    }
}
