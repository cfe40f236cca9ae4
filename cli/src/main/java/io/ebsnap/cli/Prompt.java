package io.ebsnap.cli;

/** Asks the person at the terminal for a passphrase, unseen. */
@FunctionalInterface
interface Prompt {

    /**
     * Asks.
     *
     * @return owned by the caller, who overwrites it
     * @throws Refusal if there is no terminal to ask at
     */
    char[] ask(String question);
}
