package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandStreamTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Commands commands = new Commands(System::nanoTime);

    @Test
    void muchOutputIsHandedOnWholeAndInOrder() {
        AtomicLong lines = new AtomicLong();
        Commands.Outcome outcome = commands.stream(
                List.of("sh", "-c", "yes abcdefg | head -n 500000; echo bad >&2; exit 3"), LONG, (bytes, length) -> {
                    for (int i = 0; i < length; i++) {
                        lines.addAndGet(bytes[i] == '\n' ? 1 : 0);
                    }
                });
        assertThat(lines).hasValue(500_000);
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.errors()).isEqualTo("bad\n");
    }

    @Test
    void programWhoseOutputIsNotWantedAnyMoreIsKilled() {
        assertThatThrownBy(() -> commands.stream(List.of("yes"), LONG, (bytes, length) -> {
                    throw new Failure.Corrupt("enough");
                }))
                .isInstanceOf(Failure.Corrupt.class)
                .hasMessage("enough");
    }

    @Test
    void programThatTakesTooLongIsKilled() {
        Commands.Outcome outcome = commands.stream(List.of("yes"), Duration.ofMillis(50), (bytes, length) -> {});
        assertThat(outcome.killed()).isTrue();
        assertThat(outcome.succeeded()).isFalse();
    }
}
