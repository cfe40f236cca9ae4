package io.ebsnap.chunk;

/**
 * What a garbage collection of one domain came to; of a dry run what it would have come to, but for repacking.
 *
 * @param packsBefore how many packs the domain had
 * @param bytesBefore their length
 * @param packsDeleted whose chunks were all dead
 * @param packsRepacked whose live chunks were moved into other packs; they are deleted too
 * @param packsLeftAlone that could not be read, or whose damaged chunks are still needed
 * @param bytesFreed length of all deleted packs
 * @param bytesCopied length of the packs that were written anew
 * @param chunksForgotten dead records in deleted packs
 * @param chunksHeld that nothing recorded refers to, and that were kept because a running writer may
 * @param repackedAll false if repacking ended early for want of space
 * @param cancelled whether it was ended early
 */
public record CollectionOutcome(
        long packsBefore,
        long bytesBefore,
        long packsDeleted,
        long packsRepacked,
        long packsLeftAlone,
        long bytesFreed,
        long bytesCopied,
        long chunksForgotten,
        long chunksHeld,
        boolean repackedAll,
        boolean cancelled) {}
