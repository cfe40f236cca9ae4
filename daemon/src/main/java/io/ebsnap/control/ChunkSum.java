package io.ebsnap.control;

import io.ebsnap.api.ChunkSizes;
import io.ebsnap.snapshot.ChunkUsage;
import io.ebsnap.snapshot.DomainUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored under several data keys, added up: they share nothing. */
final class ChunkSum {

    private long snapshots;
    private long fullBytes;
    private long packs;
    private long packBytes;
    private long uncountedPackBytes;
    private long countedFullBytes;
    private long distinctBytes;
    private long distinctStoredBytes;
    private long liveBytes;
    private long deadBytes;
    private long collectableBytes;
    private boolean collectableTold = true;
    private boolean counted;

    /** The standard errors of the distinct stored bytes, squared and added up. */
    private double variance;

    static ChunkSum of(List<DomainUsage> domains) {
        ChunkSum sum = new ChunkSum();
        domains.forEach(sum::add);
        return sum;
    }

    long snapshots() {
        return snapshots;
    }

    long fullBytes() {
        return fullBytes;
    }

    long packs() {
        return packs;
    }

    long packBytes() {
        return packBytes;
    }

    long uncountedPackBytes() {
        return uncountedPackBytes;
    }

    /** Null if nothing could be counted. */
    @Nullable
    ChunkSizes sizesIfCounted() {
        return counted ? sizes() : null;
    }

    /** Of what could be counted. */
    ChunkSizes sizes() {
        return new ChunkSizes(
                distinctBytes,
                distinctStoredBytes,
                liveBytes,
                deadBytes,
                collectableTold ? collectableBytes : null,
                ratio(countedFullBytes, distinctBytes),
                ratio(distinctBytes, distinctStoredBytes),
                distinctStoredBytes == 0 ? 0 : Math.sqrt(variance) / distinctStoredBytes);
    }

    private void add(DomainUsage domain) {
        snapshots += domain.snapshots();
        fullBytes += domain.fullBytes();
        packs += domain.packs();
        packBytes += domain.packBytes();
        domain.count().ifPresentOrElse(chunks -> add(domain, chunks), () -> uncountedPackBytes += domain.packBytes());
    }

    private void add(DomainUsage domain, ChunkUsage chunks) {
        counted = true;
        countedFullBytes += domain.fullBytes();
        distinctBytes += chunks.distinctBytes();
        distinctStoredBytes += chunks.distinctStoredBytes();
        liveBytes += chunks.liveBytes();
        deadBytes += chunks.deadBytes();
        collectableTold &= chunks.collectableBytes().isPresent();
        collectableBytes += chunks.collectableBytes().orElse(0);
        double error = chunks.relativeError() * chunks.distinctStoredBytes();
        variance += error * error;
    }

    /** With two digits after the point. */
    private static @Nullable Double ratio(long whole, long part) {
        return part == 0 ? null : Math.round(100.0 * whole / part) / 100.0;
    }
}
