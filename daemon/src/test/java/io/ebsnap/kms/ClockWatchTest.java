package io.ebsnap.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.MovingClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockWatchTest {

    private final MovingClock clock = new MovingClock();
    private final ClockWatch watch = new ClockWatch(clock, clock::nanos);

    @Test
    void isTrustedAfterAnHourOfGoingOnEvenly() {
        assertThat(watch.isTrusted()).isFalse();
        for (int minute = 1; minute < 60; minute++) {
            clock.goOn(Duration.ofMinutes(1));
            assertThat(watch.isTrusted()).isFalse();
        }
        clock.goOn(Duration.ofMinutes(1));
        assertThat(watch.isTrusted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P8D", "PT-8H", "PT3M", "PT-3M"})
    void whoeverSetsTheClockWaitsAnHour(Duration by) {
        pass(61);
        clock.set(by);
        pass(59);
        assertThat(watch.isTrusted()).isFalse();
        pass(2);
        assertThat(watch.isTrusted()).isTrue();
    }

    @Test
    void smallCorrectionsDoNotMatter() {
        for (int minute = 0; minute < 61; minute++) {
            clock.set(Duration.ofSeconds(minute % 2 == 0 ? 3 : -2));
            pass(1);
        }
        assertThat(watch.isTrusted()).isTrue();
    }

    private void pass(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            boolean unused = watch.isTrusted();
            clock.goOn(Duration.ofMinutes(1));
        }
        boolean unused = watch.isTrusted();
    }
}
