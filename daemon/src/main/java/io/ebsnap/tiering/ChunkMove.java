package io.ebsnap.tiering;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.ReferenceVisitor;
import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.PreparedChunk;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.task.TaskRun;
import io.ebsnap.task.WorkerGroup;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Copies the chunks of block maps into a writer, which seals them anew, and holds those that are there already. Each is proven when it is read. Pages are left
 * where they are.
 */
final class ChunkMove {

    private final TieringParts parts;
    private final int threads;
    private final ChunkWriter target;
    private final TaskRun run;
    private final LongConsumer advance;
    private final boolean isArchival;
    private final LongAdder moved = new LongAdder();
    private final LongAdder there = new LongAdder();
    private final LongAdder shared = new LongAdder();
    private final LongAdder before = new LongAdder();
    private final LongAdder after = new LongAdder();

    /**
     * A move.
     *
     * @param target where chunks go; the move's alone
     * @param task what it is a part of
     */
    ChunkMove(TieringParts parts, int threads, ChunkWriter target, Part task) {
        this.parts = parts;
        this.threads = Math.min(threads, target.inFlightMax());
        this.target = target;
        this.run = task.run();
        this.advance = task.isWhole() ? run::advance : bytes -> {};
        this.isArchival = task.isArchival();
    }

    /**
     * A part of a task.
     *
     * @param run of the task
     * @param isWhole whether it is all that the task does, so that its progress is the task's
     * @param isArchival whether it archives a snapshot: what an earlier attempt moved counts as moved by it
     */
    record Part(TaskRun run, boolean isWhole, boolean isArchival) {}

    /** A chunk, and how long its content is. */
    private record Wanted(ChunkId id, int length) {}

    /**
     * Moves what is wanted of some maps, each by what the one before does not have, and flushes the writer.
     *
     * @param maps of the writer's domain, which are held
     * @param isWanted asked by one thread
     */
    void move(List<BlockMap> maps, Predicate<ChunkId> isWanted) {
        String name = "tiering-" + run.id().value().substring(5, 13);
        try (WorkerGroup<Wanted> workers = new WorkerGroup<>(threads, name, this::hand)) {
            walk(maps, wanted -> {
                run.checkpoint();
                if (isWanted.test(wanted.id())) {
                    workers.give(wanted);
                } else {
                    shared.increment();
                    advance.accept(wanted.length());
                }
            });
            workers.finish();
        }
        target.flush();
    }

    /** What it came to. */
    TieringResult result() {
        return new TieringResult(
                moved.sum(),
                there.sum(),
                shared.sum(),
                before.sum(),
                after.sum(),
                run.elapsed().toMillis());
    }

    private void walk(List<BlockMap> maps, Consumer<Wanted> each) {
        BlockMapDiff diff = new BlockMapDiff(parts.pages());
        ReferenceVisitor visitor = new ReferenceVisitor() {
            @Override
            public void begins(ChunkId id, int plainBytes) {
                if (plainBytes > 0) {
                    each.accept(new Wanted(id, plainBytes));
                }
            }

            @Override
            public void ends(ChunkId id) {
                // The map before has seen to it.
            }
        };
        for (int i = 0; i < maps.size(); i++) {
            BlockMap map = maps.get(i);
            BlockMap known = i == 0 ? BlockMap.empty(map.geometry(), map.domain()) : maps.get(i - 1);
            diff.forEachReference(known, map, visitor);
        }
    }

    private Consumer<Wanted> hand() {
        parts.standBack().run();
        byte[] buffer = new byte[VolumeGeometry.BLOCK_BYTES];
        return wanted -> {
            run.checkpoint();
            if (target.hold(wanted.id(), wanted.length())) {
                there.increment();
                countThere(wanted.id());
            } else {
                copy(wanted.id(), buffer);
            }
            advance.accept(wanted.length());
        };
    }

    private void copy(ChunkId id, byte[] buffer) {
        ChunkReader source = parts.chunks().reader();
        int stored = source.locate(id).map(ChunkLocation::length).orElse(0);
        int length = source.read(target.domain(), ChunkKind.DATA, id, ArraySlice.of(buffer));
        try (PreparedChunk chunk = target.prepare(ChunkKind.DATA, new ArraySlice(buffer, 0, length))) {
            int added = append(chunk);
            if (added > 0) {
                moved.increment();
                before.add(stored);
                after.add(added);
                run.count("bytes-before", stored);
                run.count("bytes-after", added);
            } else {
                there.increment();
            }
        }
    }

    /** One that is in both tiers leaves the store with the next collection there, whoever has moved it. */
    private void countThere(ChunkId id) {
        if (!isArchival) {
            return;
        }
        parts.archive()
                .find(id)
                .ifPresent(archived -> parts.chunks()
                        .reader()
                        .locate(id)
                        .filter(place -> !place.equals(archived))
                        .ifPresent(place -> {
                            before.add(place.length());
                            after.add(archived.length());
                        }));
    }

    private int append(PreparedChunk chunk) {
        synchronized (this) {
            return target.append(chunk);
        }
    }
}
