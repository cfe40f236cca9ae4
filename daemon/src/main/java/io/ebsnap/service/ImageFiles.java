package io.ebsnap.service;

import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.device.Tools;
import io.ebsnap.exchange.FileExchange;
import io.ebsnap.exchange.SnapshotExports;
import io.ebsnap.exchange.SnapshotImports;
import io.ebsnap.linux.Linux;
import io.ebsnap.volume.VolumeRegistry;
import java.nio.file.Path;

/** Puts together what writes snapshots into files, and makes snapshots of files. */
final class ImageFiles {

    private ImageFiles() {}

    /** Starts it, and clears away what an earlier daemon left. */
    static FileExchange start(Engine engine, VolumeRegistry volumes, EbsnapdConfig config, Parts parts) {
        Tools tools = Engine.tools(parts.base());
        Path sockets = config.socket().path().resolveSibling("exchange");
        SnapshotImports imports = new SnapshotImports(
                new SnapshotImports.Takers(engine.snapshots(), volumes),
                new SnapshotImports.Readers(engine.devices(), engine.exports(), tools, sockets),
                parts.base().random());
        imports.sweep();
        ServedSnapshots served = new ServedSnapshots(
                engine.planes(),
                sockets,
                parts.linux().accounts(),
                parts.base().nanoTime(),
                parts.base().random());
        SnapshotExports exports = new SnapshotExports(
                new SnapshotExports.Readers(engine.restores(), served),
                new SnapshotExports.Writers(engine.devices(), parts.linux().durability(), tools),
                engine.tasks());
        return FileExchange.of(exports, imports);
    }

    /**
     * What it is put together with.
     *
     * @param base time and chance
     * @param linux the kernel
     */
    record Parts(Foundation base, Linux linux) {}
}
