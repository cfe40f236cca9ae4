package io.ebsnap.chunk;

/**
 * What the writers of one store share.
 *
 * @param sealer of chunks
 * @param packs begins them
 * @param records buffers of the longest record
 */
record WriterTools(ChunkSealer sealer, PackStarter packs, SlabPool records) {}
