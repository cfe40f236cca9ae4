package io.ebsnap.volume;

final class MemoryDataPlaneTest implements DataPlaneContract {

    @Override
    public DataPlane open(byte[] content) {
        return new MemoryDataPlane("vol-memory", content, false);
    }
}
