package io.ebsnap.aws.signature;

/** The claim of one request, which may change something in several steps: it is made before the first of them. For use by one thread. */
final class Claim implements Runnable {

    private final Runnable first;
    private boolean made;

    /** @param first throws if the signature was claimed for another request */
    Claim(Runnable first) {
        this.first = first;
    }

    @Override
    public void run() {
        if (!made) {
            first.run();
            made = true;
        }
    }
}
