package io.ebsnap.service;

import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.remote.Contents;
import io.ebsnap.remote.RemoteLimits;
import io.ebsnap.remote.RemoteService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Puts together what deals with other daemons. */
final class RemoteDaemons {

    private RemoteDaemons() {}

    /** Calls others when it is asked to; is not called yet. */
    static RemoteService open(OpenStore store, DataDirectory data, Foundation base) {
        return new RemoteService(new RemoteService.Parts(
                store.catalog(),
                directory(data.remotes()),
                new RemoteService.Self(store.identity().store(), "ebsnapd " + Version.current()),
                new RemoteService.Surroundings(base.clock(), base.nanoTime(), base.random()),
                Lz4Blocks.load(),
                RemoteLimits.STANDARD));
    }

    /** What remotes may read. */
    static Contents contents(Engine engine, AccountServices.Of of, KeyServices keys) {
        SnapshotPlanes planes = engine.planes();
        return new Contents(
                new RemoteOffers(of, keys, planes.catalog(), planes.keyring()),
                planes.chunks(),
                planes.pages(),
                planes.mapsInUse(),
                Lz4Blocks.load());
    }

    /** Is called from now on, if that is configured; until the answer is closed. */
    static AutoCloseable listen(RemoteService remotes, EbsnapdConfig config, RemoteService.Served served) {
        String listen = config.remote().listen();
        if (!listen.isEmpty()) {
            int unused = remotes.listen(ListenAddresses.of("remote.listen", listen), served);
        }
        return remotes::hangUp;
    }

    private static Path directory(Path path) {
        try {
            return Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new Failure.Unavailable("directory " + path + " cannot be made: " + e.getMessage(), e);
        }
    }
}
