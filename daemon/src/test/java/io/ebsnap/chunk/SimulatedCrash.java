package io.ebsnap.chunk;

/** The process dies here, as far as a test is concerned. */
final class SimulatedCrash extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SimulatedCrash(String where) {
        super("crash at " + where);
    }
}
