package io.ebsnap.format;

import io.ebsnap.identity.ChunkId;
import java.util.Optional;

/**
 * A block that was put into an upload.
 *
 * @param index which
 * @param chunk its content; empty for zeros
 * @param checksum SHA-256 of its content, in the place that a block map has for ids
 */
public record UploadedBlock(long index, Optional<ChunkId> chunk, ChunkId checksum) {}
