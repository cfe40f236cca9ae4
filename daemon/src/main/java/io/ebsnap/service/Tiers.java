package io.ebsnap.service;

import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.failure.Failure;
import io.ebsnap.store.ArchivePlace;
import io.ebsnap.tiering.NoArchive;
import io.ebsnap.tiering.SnapshotTiering;
import io.ebsnap.tiering.TieringParts;
import io.ebsnap.tiering.TieringService;
import io.ebsnap.tiering.TieringSettings;
import java.util.List;
import java.util.function.Supplier;

/**
 * The moves of snapshots between tiers.
 *
 * @param service of them
 * @param round is to be run again and again
 * @param troubles says what is wrong now
 */
record Tiers(TieringService service, Runnable round, Supplier<List<String>> troubles) {

    /** One snapshot has all processors, so that the first one is done soon; a second one need not wait where the first one waits for a disk. */
    private static final int RUNNING_MAX = 2;

    /** Without an archive. */
    static Tiers none() {
        return new Tiers(new NoArchive(), () -> {}, List::of);
    }

    /** With one. */
    static Tiers over(TieringParts parts, EbsnapdConfig.ArchiveConfig config, Closer closer) {
        SnapshotTiering tiering = closer.add(new SnapshotTiering(
                parts, new TieringSettings(config.minimum(), config.threads(), RUNNING_MAX, config.level())));
        return new Tiers(tiering, tiering::round, () -> troubles(parts.archive().place()));
    }

    private static List<String> troubles(ArchivePlace place) {
        if (!place.isMade()) {
            return List.of();
        }
        try {
            place.requireThere();
            return List.of();
        } catch (Failure e) {
            return List.of("archived snapshots cannot be read: " + e.getMessage());
        }
    }
}
