package io.ebsnap.volume;

import java.nio.ByteBuffer;

/** A map's file that is simulated; it can be opened again after a power cut. */
final class SimulatedPageFile implements PageFile {

    private final SimulatedFile file;
    private final SimulatedFile clean;

    /**
     * A map's file.
     *
     * @param clean its first byte says whether it was closed well
     */
    SimulatedPageFile(SimulatedFile file, SimulatedFile clean) {
        this.file = file;
        this.clean = clean;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        target.put(file.read(offset, target.remaining()));
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        file.write(offset, bytes);
    }

    @Override
    public void reserve(long offset, long length) {
        file.reserve(offset + length);
    }

    @Override
    public void sync() {
        file.sync();
    }

    @Override
    public boolean isClean() {
        return clean.read(0, 1)[0] == 1;
    }

    @Override
    public void markClean(boolean wanted) {
        clean.write(0, new byte[] {(byte) (wanted ? 1 : 0)});
        clean.sync();
    }

    @Override
    public void close() {
        // The file outlives it.
    }
}
