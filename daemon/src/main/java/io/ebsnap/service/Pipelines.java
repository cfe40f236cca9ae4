package io.ebsnap.service;

import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.control.Serving;
import io.ebsnap.device.Commands;
import io.ebsnap.device.InstantChooser;
import io.ebsnap.device.Tools;
import io.ebsnap.image.ImageService;
import io.ebsnap.pipeline.PipelineEngine;
import io.ebsnap.pipeline.PipelineParts;
import io.ebsnap.task.Surroundings;
import java.nio.file.Path;
import java.time.Duration;

/** Puts together what carries image pipelines out. */
final class Pipelines {

    /** Between two looks at whether one is due, or something is left to be removed. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Pipelines() {}

    /** Begins nothing by itself yet, and knows what an earlier daemon has left. */
    static PipelineEngine over(OpenStore store, Engine engine, Images of, EbsnapdConfig config, Foundation base) {
        Commands commands = new Commands(base.nanoTime());
        PipelineEngine pipelines = new PipelineEngine(new PipelineParts(
                store.catalog(),
                of.images(),
                engine.snapshots(),
                of.serving().attachments(),
                of.serving().mounts()::parts,
                store.locks()::reasonToKeep,
                engine.tasks(),
                new PipelineParts.Machine(
                        config.accountId(),
                        config.lifecycle().policies(),
                        config.socket().path().resolveSibling("builds"),
                        Path.of("/sys/fs/btrfs"),
                        new Tools(Tools.DIRECTORIES, commands, InstantChooser.TOOL_LIMIT),
                        commands),
                new Surroundings(base.clock(), base.nanoTime(), base.random(), base.crashPoints())));
        pipelines.recover();
        return pipelines;
    }

    /**
     * Images, and what their volumes are served by.
     *
     * @param images as the administrator sees them
     * @param serving volumes
     */
    record Images(ImageService images, Serving serving) {}

    /** Removes what is left from now on, and carries them out when that is due, if that is configured. */
    static void start(PipelineEngine pipelines, EbsnapdConfig config, Closer closer) {
        boolean scheduler = config.lifecycle().scheduler();
        closer.add(Rounds.start("image-pipelines", Duration.ZERO, PAUSE, () -> {
            pipelines.tidyUp();
            if (scheduler) {
                pipelines.round();
            }
        }));
    }
}
