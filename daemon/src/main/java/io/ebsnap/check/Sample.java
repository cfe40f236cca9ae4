package io.ebsnap.check;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.PackId;
import java.math.BigInteger;

/**
 * One part of all packs: those whose id leaves {@code part - 1} when divided by {@code parts}. Running each part once checks everything once.
 *
 * @param part 1 .. parts
 * @param parts 1 .. 1000
 */
public record Sample(int part, int parts) {

    /** Everything. */
    public static final Sample WHOLE = new Sample(1, 1);

    private static final int PARTS_MAX = 1_000;

    public Sample {
        if (parts < 1 || parts > PARTS_MAX || part < 1 || part > parts) {
            throw new Failure.Invalid(
                    "sample " + part + "/" + parts + " is not of the form N/T with 1 <= N <= T <= " + PARTS_MAX);
        }
    }

    /** Whether a pack belongs to this part. */
    boolean covers(PackId pack) {
        return partOf(pack, parts) == part;
    }

    /** Whether something else does, by the hash of its name. */
    boolean covers(String name) {
        return Math.floorMod(name.hashCode(), parts) == part - 1;
    }

    /** Which part a pack belongs to, from 1. */
    static int partOf(PackId pack, int parts) {
        return new BigInteger(1, pack.bytes()).mod(BigInteger.valueOf(parts)).intValue() + 1;
    }
}
