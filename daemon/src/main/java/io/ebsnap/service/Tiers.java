package io.ebsnap.service;

import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.tiering.NoArchive;
import io.ebsnap.tiering.SnapshotTiering;
import io.ebsnap.tiering.TieringParts;
import io.ebsnap.tiering.TieringService;
import io.ebsnap.tiering.TieringSettings;

/**
 * The moves of snapshots between tiers.
 *
 * @param service of them
 * @param round is to be run again and again
 */
record Tiers(TieringService service, Runnable round) {

    /** One snapshot has all processors, so that the first one is done soon; a second one need not wait where the first one waits for a disk. */
    private static final int RUNNING_MAX = 2;

    /** Without an archive. */
    static Tiers none() {
        return new Tiers(new NoArchive(), () -> {});
    }

    /** With one. */
    static Tiers over(TieringParts parts, EbsnapdConfig.ArchiveConfig config, Closer closer) {
        SnapshotTiering tiering = closer.add(new SnapshotTiering(
                parts, new TieringSettings(config.minimum(), config.threads(), RUNNING_MAX, config.level())));
        return new Tiers(tiering, tiering::round);
    }
}
