package io.ebsnap.restore;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.device.BlockBuffer;
import io.ebsnap.device.BlockTarget;
import io.ebsnap.device.Devices;
import io.ebsnap.device.TargetOrder;
import io.ebsnap.task.WorkerGroup;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Makes a file the content of a block map, durably, and proves it by reading it back: for a file of which much else will be made. Done again after
 * an interruption, it skips what is right.
 */
public final class ImageFilling {

    private final RestoreSources sources;
    private final Devices devices;
    private final Workers workers;

    /**
     * Fills images one at a time.
     *
     * @param devices opens their files
     */
    public ImageFilling(RestoreSources sources, Devices devices, Workers workers) {
        this.sources = sources;
        this.devices = devices;
        this.workers = workers;
    }

    /**
     * Who does it.
     *
     * @param count of threads, 1 or more
     * @param standBack is called by each of them first: whoever uses the machine comes before them
     */
    public record Workers(int count, Runnable standBack) {}

    /**
     * A file or device that becomes one.
     *
     * @param path is made if nothing is there
     * @param sizeBytes how long it becomes: the map's, or somewhat more, of which the rest is zeros
     * @param form puts how the bytes lie there over it, and owns it then
     */
    public record Image(Path path, long sizeBytes, UnaryOperator<BlockTarget> form) {}

    /** Who waits for an image. Called by several threads. */
    public interface Watch {

        /** What is done now, and of how many bytes. */
        void phase(String name, long bytesTotal);

        /** So many bytes more are dealt with. */
        void advance(long bytes);

        /** Whether it is to end early. */
        boolean ended();
    }

    /**
     * Fills a file or device.
     *
     * @param map which somebody holds
     * @param subject what it is of, for messages
     * @return whether it is whole; false if it ended early
     * @throws io.ebsnap.failure.Failure.Corrupt if a block is damaged in the store
     * @throws io.ebsnap.failure.Failure.Exhausted if the file has no room
     * @throws io.ebsnap.failure.Failure.Unavailable if store or file fail, or what is read back is something else
     */
    public boolean fill(BlockMap map, String subject, Image image, Watch watch) {
        DomainKeys keys = sources.keyring().keysOf(map.domain());
        TargetOrder order = new TargetOrder(image.path().toString(), image.sizeBytes(), true);
        try (BlockTarget target = image.form().apply(devices.openOwnTarget(order))) {
            BlockRestorer restorer = new BlockRestorer(
                    map,
                    target,
                    sources.chunks(),
                    keys,
                    new BlockRestorer.RestoreReport(subject, false, tally(watch), new DamageMap()));
            watch.phase("filling", map.geometry().sizeBytes());
            walk(map, watch, buffer -> step -> restorer.restore(step, buffer));
            target.flush();
            watch.phase("verifying", map.geometry().sizeBytes());
            BlockProof proof = new BlockProof(map, target, keys, watch);
            walk(map, watch, buffer -> step -> proof.prove(step, buffer));
            return true;
        } catch (EndedEarly _) {
            return false;
        }
    }

    /** What is done to each step, by a thread with a buffer of its own. */
    @FunctionalInterface
    private interface Hands {
        Consumer<RestoreStep> with(BlockBuffer buffer);
    }

    private void walk(BlockMap map, Watch watch, Hands hands) {
        try (WorkerGroup<RestoreStep> group = new WorkerGroup<>(workers.count(), "fast-restore", () -> {
            workers.standBack().run();
            return hands.with(new BlockBuffer());
        })) {
            new RestorePlan(map, sources.chunks(), false, step -> {
                        if (watch.ended()) {
                            throw new EndedEarly();
                        }
                        group.give(step);
                    })
                    .run(sources.pages());
            group.finish();
        }
    }

    private static RestoreTally tally(Watch watch) {
        return new RestoreTally() {
            @Override
            public void advance(long bytes) {
                watch.advance(bytes);
            }

            @Override
            public void count(String name, long units) {
                // Nobody asks how much of it was there already.
            }
        };
    }

    /** Somebody asked it to end. */
    private static final class EndedEarly extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
