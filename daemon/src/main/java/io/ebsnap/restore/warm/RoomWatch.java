package io.ebsnap.restore.warm;

import io.ebsnap.failure.Failure;
import io.ebsnap.restore.ImageFilling;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Ends an image before it takes the last room of those who use volumes beside it: a thin pool that is full fails their writes, or lets them wait, where
 * a file system would refuse the image alone. Looks once a second. Called by several threads.
 */
final class RoomWatch implements ImageFilling.Watch {

    private static final long LOOK_NANOS = 1_000_000_000;

    private final ImageFilling.Watch told;
    private final Supplier<Optional<String>> tight;
    private final LongSupplier nanoTime;
    private final AtomicLong looked;

    /**
     * Watches one image.
     *
     * @param told is told everything
     * @param tight why nothing more may be written; empty if it may
     */
    RoomWatch(ImageFilling.Watch told, Supplier<Optional<String>> tight, LongSupplier nanoTime) {
        this.told = told;
        this.tight = tight;
        this.nanoTime = nanoTime;
        this.looked = new AtomicLong(nanoTime.getAsLong());
    }

    @Override
    public void phase(String name, long bytesTotal) {
        told.phase(name, bytesTotal);
    }

    @Override
    public void advance(long bytes) {
        told.advance(bytes);
        long last = looked.get();
        long now = nanoTime.getAsLong();
        if (now - last >= LOOK_NANOS && looked.compareAndSet(last, now)) {
            tight.get().ifPresent(why -> {
                throw new Failure.Exhausted(why, null);
            });
        }
    }

    @Override
    public boolean ended() {
        return told.ended();
    }
}
