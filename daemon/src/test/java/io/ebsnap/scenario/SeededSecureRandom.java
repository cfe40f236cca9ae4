package io.ebsnap.scenario;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** "Secure" random bytes that a test can have again. */
final class SeededSecureRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final transient SplittableRandom random;

    SeededSecureRandom(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        synchronized (random) {
            random.nextBytes(bytes);
        }
    }

    @Override
    public long nextLong() {
        synchronized (random) {
            return random.nextLong();
        }
    }
}
