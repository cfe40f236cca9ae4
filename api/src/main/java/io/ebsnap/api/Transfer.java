package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a snapshot has come, or what it took once it is completed.
 *
 * @param phase {@code copying}, {@code committing} ...; a word for people
 * @param bytesTotal of the volume
 * @param bytesDone that are dealt with, holes among them
 * @param bytesRead from the device
 * @param bytesChanged that differ from the parent snapshot
 * @param bytesStored that it added to the store, compressed
 * @param rateBytesPerSecond of the latest seconds; of the whole when it has ended
 * @param elapsedSeconds since its instant
 * @param etaSeconds until it is done; absent if that cannot be told
 * @param stageRates of each stage while it runs: the slowest is the limit
 */
public record Transfer(
        String phase,
        long bytesTotal,
        long bytesDone,
        long bytesRead,
        long bytesChanged,
        long bytesStored,
        long rateBytesPerSecond,
        double elapsedSeconds,
        @Nullable Long etaSeconds,
        List<StageRate> stageRates) {}
