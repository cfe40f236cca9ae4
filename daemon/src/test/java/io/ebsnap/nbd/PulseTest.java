package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {

    private final AtomicLong now = new AtomicLong(1);
    private final Pulse pulse = new Pulse(now::get);

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void aReaderThatWaitsForLongIsPastEverything() {
        pulse.awaitsRequest();
        Pulse.Mark mark = pulse.mark();
        assertThat(pulse.isPast(mark)).isFalse();
        pass(30);
        assertThat(pulse.isPast(mark)).isTrue();
    }

    @Test
    void oneThatReceivedALittleAfterTheMarkAndWaitsAgainIsPastItToo() {
        pulse.awaitsRequest();
        Pulse.Mark mark = pulse.mark();
        pulse.received(28, true);
        pass(30);
        assertThat(pulse.isPast(mark)).isFalse();
        pulse.awaitsRequest();
        assertThat(pulse.isPast(mark)).isFalse();
        pass(30);
        assertThat(pulse.isPast(mark)).isTrue();
    }

    @Test
    void oneThatIsBusyIsPastWhenItFoundTheSocketEmptyOften() {
        Pulse.Mark mark = pulse.mark();
        for (int i = 0; i < 3; i++) {
            assertThat(pulse.isPast(mark)).isFalse();
            pulse.received(28, true);
            pulse.awaitsRequest();
        }
        assertThat(pulse.isPast(mark)).isTrue();
    }

    @Test
    void theRestOfARequestIsNotWaitedForAsARequestIs() {
        pulse.awaitsRequest();
        pulse.received(5, true);
        Pulse.Mark mark = pulse.mark();
        pulse.awaitsRest();
        pass(1000);
        assertThat(pulse.isPast(mark)).isFalse();
        assertThat(pulse.stalledNanos()).isEqualTo(1_000_000_000L);
        pulse.end();
        assertThat(pulse.isPast(mark)).isTrue();
    }
}
