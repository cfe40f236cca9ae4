package io.ebsnap.compress;

import java.util.Arrays;
import java.util.Random;

/** What decay and malice do to bytes. */
final class Mutation {

    private Mutation() {}

    /** A copy with some bits flipped, some bytes replaced, cut or lengthened. */
    static byte[] of(Random random, byte[] bytes) {
        byte[] mutated = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length));
            case 2 -> mutated = Arrays.copyOf(mutated, mutated.length + 1 + random.nextInt(100));
            default -> {
                for (int i = random.nextInt(20); i >= 0; i--) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
                }
            }
        }
        return mutated;
    }
}
