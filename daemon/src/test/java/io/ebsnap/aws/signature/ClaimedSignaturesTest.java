package io.ebsnap.aws.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AwsFault;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A signature is taken once, as long as it would be taken at all, and never forgotten for want of room. */
class ClaimedSignaturesTest {

    private static final Instant TIME = Instant.parse("2026-01-31T23:59:59Z");
    private static final Instant END = TIME.plusSeconds(300);

    private final AtomicReference<Instant> now = new AtomicReference<>(TIME);
    private final ClaimedSignatures claimed = new ClaimedSignatures(now::get, 2);

    private void claim(int signature) {
        claimed.claim(new byte[] {(byte) signature}, now.get(), now.get().plusSeconds(300));
    }

    @Test
    void whatWasClaimedIsRefusedUntilItHasExpired() {
        claim(1);
        assertThatThrownBy(() -> claim(1)).isInstanceOf(AccessRefused.class);
        now.set(END);
        assertThatThrownBy(() -> claimed.claim(new byte[] {1}, TIME, END)).isInstanceOf(AccessRefused.class);
        now.set(END.plusSeconds(1));
        claim(1);
    }

    @Test
    void whereNoMoreCanBeRememberedNothingIsChanged() {
        claim(1);
        claim(2);
        AwsFault fault = catchThrowableOfType(AwsFault.class, () -> claim(3));
        assertThat(fault.status()).isEqualTo(503);
        assertThat(fault.code()).isEqualTo("RequestLimitExceeded");
        assertThatThrownBy(() -> claim(1)).isInstanceOf(AccessRefused.class);
        now.set(END.plusSeconds(1));
        claim(3);
    }

    @Test
    void whatADaemonBeforeMayHaveDoneIsRefused() {
        assertThatThrownBy(() -> claimed.claim(new byte[] {1}, TIME.minusSeconds(1), END))
                .isInstanceOf(AccessRefused.class)
                .hasMessageContaining("before this daemon");
    }
}
