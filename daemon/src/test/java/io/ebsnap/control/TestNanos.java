package io.ebsnap.control;

import java.util.function.LongSupplier;

/** Real elapsed time. */
final class TestNanos implements LongSupplier {

    @Override
    public long getAsLong() {
        return System.nanoTime();
    }
}
