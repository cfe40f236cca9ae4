package io.ebsnap.chunk;

import io.ebsnap.identity.ChunkId;

/**
 * One entry of a pack's trailer.
 *
 * @param id of the chunk
 * @param offset of its record in the pack
 * @param length of its record
 * @param plaintextLength of its content
 * @param crc32c of its record
 */
public record PackEntry(ChunkId id, int offset, int length, int plaintextLength, int crc32c) {}
