package io.ebsnap.format;

import io.ebsnap.identity.ChunkId;

/**
 * One row of a pack's table of records.
 *
 * @param id of the chunk
 * @param offset of its record in the pack
 * @param length of its record
 * @param plaintextLength of its content
 * @param crc32c of its record
 */
public record PackTableEntry(ChunkId id, int offset, int length, int plaintextLength, int crc32c) {}
