package io.ebsnap.audit;

import io.ebsnap.crypto.ConstantTime;
import io.ebsnap.failure.Failure;
import java.util.HexFormat;

/**
 * The hash of a line and, through it, of all lines before.
 *
 * @param hex 64 digits
 */
record ChainHash(String hex) {

    private static final int BYTES = 32;
    private static final int DIGITS = 2 * BYTES;

    /** Before the first line of all. */
    static final ChainHash NONE = of(new byte[BYTES]);

    static ChainHash of(byte[] bytes) {
        return new ChainHash(HexFormat.of().formatHex(bytes));
    }

    /**
     * That of a text.
     *
     * @throws Failure.Corrupt if it is none
     */
    static ChainHash parse(String hex) {
        if (hex.length() != DIGITS || !hex.chars().allMatch(digit -> Character.digit(digit, 16) >= 0)) {
            throw new Failure.Corrupt("'" + Deed.cut(hex) + "' is no hash of the audit log");
        }
        return new ChainHash(hex);
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    boolean is(ChainHash other) {
        return ConstantTime.equal(bytes(), other.bytes());
    }
}
