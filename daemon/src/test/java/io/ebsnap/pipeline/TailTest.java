package io.ebsnap.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TailTest {

    @Test
    void theLastBytesAreKeptInTheirOrder() {
        Random random = new Random(11);
        Tail tail = new Tail();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            byte[] piece = new byte[random.nextInt(1, 2 * Tail.BYTES_MAX)];
            for (int at = 0; at < piece.length; at++) {
                piece[at] = (byte) ('a' + random.nextInt(26));
            }
            tail.add(piece, piece.length);
            all.append(new String(piece, StandardCharsets.US_ASCII));
            String expected = all.substring(Math.max(0, all.length() - Tail.BYTES_MAX));
            assertThat(tail.text()).isEqualTo(expected);
        }
    }
}
