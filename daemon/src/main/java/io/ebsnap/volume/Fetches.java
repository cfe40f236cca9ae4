package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Lets a block be fetched once, however many wait for it. Whoever comes first fetches it in its own thread. Safe for use by several threads. */
final class Fetches {

    private final ConcurrentMap<Long, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    /**
     * Fetches a block, or waits for whoever is at it.
     *
     * @param work fetches it and puts it into its place
     * @throws Failure of the fetch, for everybody who waited
     */
    void fetch(BlockIndex block, Consumer<BlockIndex> work) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> first = running.putIfAbsent(block.value(), mine);
        if (first != null) {
            await(first);
            return;
        }
        try {
            work.accept(block);
            running.remove(block.value());
            mine.complete(null);
        } catch (RuntimeException | Error e) {
            running.remove(block.value());
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static void await(CompletableFuture<Void> fetch) {
        try {
            fetch.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case Failure failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new Failure.Internal("a fetch failed: " + e.getCause(), e);
            }
        }
    }
}
