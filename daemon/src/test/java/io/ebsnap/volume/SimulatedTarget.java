package io.ebsnap.volume;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** A target on a simulated file; does not close it, so that it can be opened again after a power cut. */
final class SimulatedTarget implements VolumeTarget {

    private final SimulatedFile file;
    private final boolean startsAsZeros;

    SimulatedTarget(SimulatedFile file, boolean startsAsZeros) {
        this.file = file;
        this.startsAsZeros = startsAsZeros;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public long sizeBytes() {
        return file.length();
    }

    @Override
    public boolean startsAsZeros() {
        return startsAsZeros;
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        read(offset, target);
        return true;
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
    public boolean punchHole(long offset, long length) {
        zeroOut(offset, length);
        return true;
    }

    @Override
    public void zeroOut(long offset, long length) {
        file.write(offset, new byte[(int) length]);
    }

    @Override
    public long nextData(long offset) {
        return file.nextNonZero(offset);
    }

    @Override
    public long nextHole(long offset) {
        return file.length();
    }

    @Override
    public void sync() {
        file.sync();
    }

    @Override
    public void grow(long sizeBytes) {
        file.resize((int) sizeBytes);
    }

    @Override
    public Optional<String> directObstacle() {
        return Optional.empty();
    }

    @Override
    public DirectTarget direct() {
        return new DirectTarget(Path.of("/simulated"), false, true);
    }

    @Override
    public void release() {
        // Nobody else knows it.
    }

    @Override
    public void claim() {
        // Nobody else knows it.
    }

    @Override
    public void close() {
        // The file outlives it.
    }
}
