package io.ebsnap.nbd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.Fua;
import java.nio.ByteBuffer;

/** A plane that makes whoever touches its first 4 KiB wait, or flushes it, until the test lets them go on. Nothing there is ready. */
final class GatedPlane extends ForwardingPlane {

    static final int GATED_BYTES = 4096;

    @GuardedBy("this")
    private boolean isOpen;

    @GuardedBy("this")
    private int waiting;

    @GuardedBy("this")
    private int passed;

    GatedPlane(DataPlane plane) {
        super(plane);
    }

    /** Lets everybody go on. */
    synchronized void open() {
        isOpen = true;
        notifyAll();
    }

    /** Waits until so many wait at the gate. */
    synchronized void awaitWaiting(int count) {
        while (waiting < count) {
            rest();
        }
    }

    /** How many have passed the gate. */
    synchronized int passed() {
        return passed;
    }

    private synchronized void pass(long offset) {
        if (offset >= GATED_BYTES) {
            return;
        }
        waiting++;
        notifyAll();
        while (!isOpen) {
            rest();
        }
        waiting--;
        passed++;
    }

    @GuardedBy("this")
    @SuppressWarnings("WaitNotInLoop") // its callers are the loops
    private void rest() {
        try {
            wait();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        return offset >= GATED_BYTES && super.readNow(offset, target);
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        pass(offset);
        super.read(offset, target);
    }

    @Override
    public void write(long offset, ByteBuffer source, Fua fua) {
        pass(offset);
        super.write(offset, source, fua);
    }

    @Override
    public void flush() {
        pass(0);
        super.flush();
    }
}
