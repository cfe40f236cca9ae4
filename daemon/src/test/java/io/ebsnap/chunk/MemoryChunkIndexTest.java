package io.ebsnap.chunk;

final class MemoryChunkIndexTest implements ChunkIndexContract {

    @Override
    public ChunkIndex newIndex() {
        return new MemoryChunkIndex();
    }
}
