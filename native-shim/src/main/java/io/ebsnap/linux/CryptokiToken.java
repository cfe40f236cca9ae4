package io.ebsnap.linux;

/**
 * A token as its module tells of it.
 *
 * @param slot the module's number of where it is
 * @param label its name, without the blanks behind it
 * @param serialNumber of the device, without the blanks behind it
 * @param userPin how it stands with the user's PIN
 */
public record CryptokiToken(long slot, String label, String serialNumber, UserPin userPin) {

    /** How it stands with the user's PIN. */
    public enum UserPin {
        /** Nothing is known against it. */
        GOOD,
        /** It was never set: nobody can log in. */
        UNSET,
        /** One more wrong one locks the token. */
        FINAL_TRY,
        /** It was wrong too often. */
        LOCKED
    }
}
