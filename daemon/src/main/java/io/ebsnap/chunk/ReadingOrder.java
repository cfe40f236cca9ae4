package io.ebsnap.chunk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The order in which things are best read whose chunks lie somewhere in packs. Who has many sorts them window by window, which bounds memory. */
public final class ReadingOrder {

    /** 2 GiB of a volume: 32 packs and more. */
    public static final int WINDOW_BLOCKS = 4096;

    private ReadingOrder() {}

    /**
     * The things of a window as their chunks lie in packs; those whose place is not known come last, in the order in which they were given.
     *
     * @param placeOf is asked once for each
     */
    public static <T> List<T> of(List<T> window, Function<? super T, Optional<ChunkLocation>> placeOf) {
        List<Placed<T>> placed = new ArrayList<>(window.size());
        for (T thing : window) {
            placed.add(new Placed<>(thing, placeOf.apply(thing)));
        }
        placed.sort(
                Comparator.comparing(one -> one.place().orElse(null), Comparator.nullsLast(Comparator.naturalOrder())));
        return placed.stream().map(Placed::thing).toList();
    }

    private record Placed<T>(T thing, Optional<ChunkLocation> place) {}
}
