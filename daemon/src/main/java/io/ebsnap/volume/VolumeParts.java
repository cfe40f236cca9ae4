package io.ebsnap.volume;

import io.ebsnap.bin.Retention;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.device.Devices;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.kms.Keyring;
import io.ebsnap.linux.Linux;
import io.ebsnap.tracking.RecheckSettings;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What managed volumes are made with. All belong to the caller.
 *
 * @param catalog of their records
 * @param devices opens what users name as targets
 * @param linux opens everything else
 * @param chunks reads and proves chunks
 * @param pages reads block maps
 * @param mapsInUse protects a map while a volume is made from it
 * @param keyring says whether a snapshot can be read
 * @param ready whole contents of snapshots
 * @param encryption how targets are encrypted
 * @param scope what outlives the daemon only
 * @param buffers for what is fetched
 * @param copyRoom for what is overwritten while snapshots are taken
 * @param recheck how much of what was not changed is compared all the same
 * @param retention says whether a volume goes into the recycle bin when it is deleted
 * @param clock the time of day
 * @param random for ids
 * @param crashPoints are told how far making and moves are
 */
public record VolumeParts(
        Catalog catalog,
        Devices devices,
        Linux linux,
        ChunkReader chunks,
        PageLoader pages,
        MapsInUse mapsInUse,
        Keyring keyring,
        ReadyContent ready,
        VolumeEncryption encryption,
        BootScope scope,
        BlockBuffers buffers,
        CopyRoom copyRoom,
        RecheckSettings recheck,
        Retention retention,
        InstantSource clock,
        RandomGenerator random,
        CrashPoints crashPoints) {}
