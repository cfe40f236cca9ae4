package io.ebsnap.account;

import io.ebsnap.failure.Failure;

/** What nobody else may do. */
final class Administrator {

    private Administrator() {}

    /** @param what is done, as the beginning of a sentence */
    static Failure.Denied alone(String what) {
        return new Failure.Denied(what + " is the administrator's alone", "root may; see ebsnap(1), ACCOUNTS");
    }
}
