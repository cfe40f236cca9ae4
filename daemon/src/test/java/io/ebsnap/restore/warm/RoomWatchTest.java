package io.ebsnap.restore.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.restore.ImageFilling;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomWatchTest {

    private final AtomicLong nanos = new AtomicLong(5);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong told = new AtomicLong();

    private RoomWatch watch(Optional<String> tight) {
        ImageFilling.Watch job = new ImageFilling.Watch() {
            @Override
            public void phase(String name, long bytesTotal) {
                told.set(0);
            }

            @Override
            public void advance(long bytes) {
                told.addAndGet(bytes);
            }

            @Override
            public boolean ended() {
                return true;
            }
        };
        return new RoomWatch(
                job,
                () -> {
                    looks.incrementAndGet();
                    return tight;
                },
                nanos::get);
    }

    @Test
    void looksOnceASecondAndTellsEverything() {
        RoomWatch watch = watch(Optional.empty());
        watch.phase("filling", 9);
        for (int i = 0; i < 30; i++) {
            watch.advance(1);
            nanos.addAndGet(100_000_000);
        }
        assertThat(looks).hasValue(2);
        assertThat(told).hasValue(30);
        assertThat(watch.ended()).isTrue();
    }

    @Test
    void endsAnImageThatTakesTheLastRoom() {
        RoomWatch watch = watch(Optional.of("room: none"));
        watch.advance(1);
        nanos.addAndGet(1_000_000_000);
        assertThatThrownBy(() -> watch.advance(1))
                .isInstanceOf(Failure.Exhausted.class)
                .hasMessage("room: none");
    }
}
