package io.ebsnap.store.fault;

/** The power is gone: whoever asks the disk for anything gets this, until the disk is opened again. */
public final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerCut() {
        super("the power was cut");
    }
}
