package io.ebsnap.aws.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** What is on its way out is bounded, and given back however it ends. */
class OutgoingBytesTest {

    private final OutgoingBytes outgoing = new OutgoingBytes(10 << 10, Duration.ofMillis(1));
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void whatIsTakenIsThereAgainOnceItWasSent() {
        assertThat(outgoing.take(6 << 10)).isTrue();
        assertThat(outgoing.take(5 << 10)).isFalse();
        assertThat(outgoing.take((4 << 10) - 1)).isTrue();
        outgoing.released(6 << 10, Callback.from(ended::incrementAndGet)).succeeded();
        assertThat(ended).hasValue(1);
        assertThat(outgoing.take(6 << 10)).isTrue();
    }

    @Test
    void whatCouldNotBeSentIsGivenBackToo() {
        assertThat(outgoing.take(10 << 10)).isTrue();
        outgoing.released(10 << 10, Callback.from(ended::incrementAndGet)).failed(new IOException("gone"));
        assertThat(outgoing.take(10 << 10)).isTrue();
    }

    @Test
    void nothingTakesNothing() {
        assertThat(outgoing.take(10 << 10)).isTrue();
        assertThat(outgoing.take(0)).isTrue();
    }
}
