package io.ebsnap.chunk;

/** Counts while a collection runs. Used by its thread only. */
final class CollectionTally {

    long packsBefore;
    long bytesBefore;
    long packsDeleted;
    long packsRepacked;
    long packsLeftAlone;
    long bytesFreed;
    long bytesCopied;
    long chunksForgotten;
    long chunksHeld;
    boolean repackedAll = true;
    boolean cancelled;

    CollectionOutcome outcome() {
        return new CollectionOutcome(
                packsBefore,
                bytesBefore,
                packsDeleted,
                packsRepacked,
                packsLeftAlone,
                bytesFreed,
                bytesCopied,
                chunksForgotten,
                chunksHeld,
                repackedAll,
                cancelled);
    }
}
