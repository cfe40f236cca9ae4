package io.ebsnap.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.Done;
import io.ebsnap.api.VolumeRequest.DeleteVolume;
import io.ebsnap.aws.AwsFault;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A second try is answered as the first was, and not done again. */
class ClientTokensTest {

    private static final DeleteVolume REQUEST = new DeleteVolume("vol-1");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final ClientTokens tokens = new ClientTokens(now::get);
    private final AtomicInteger times = new AtomicInteger();

    private Record once(String account, String token, DeleteVolume request) {
        return tokens.once(new ClientTokens.Key(account, "X", token), request, () -> {
            times.incrementAndGet();
            return new Done(true);
        });
    }

    @Test
    void aSecondTryIsNotDoneAgain() {
        assertThat(once("1", "t", REQUEST)).isSameAs(once("1", "t", REQUEST));
        assertThat(times).hasValue(1);
        assertThat(once("2", "t", REQUEST)).as("another account").isEqualTo(new Done(true));
        assertThat(times).hasValue(2);
        AwsFault fault = catchThrowableOfType(AwsFault.class, () -> once("1", "t", new DeleteVolume("vol-2")));
        assertThat(fault.code()).isEqualTo("IdempotentParameterMismatch");
        now.set(Instant.EPOCH.plus(ClientTokens.KEPT).plusSeconds(1));
        assertThat(once("1", "t", REQUEST)).isEqualTo(new Done(true));
        assertThat(times).hasValue(3);
    }

    @Test
    void whatFailsCanBeTriedAgain() {
        ClientTokens.Key key = new ClientTokens.Key("1", "X", "t");
        assertThatThrownBy(() -> tokens.once(key, REQUEST, () -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tokens.once(key, REQUEST, () -> new Done(true))).isEqualTo(new Done(true));
    }

    @Test
    void thereAreNeverMoreThanSoMany() {
        for (int i = 0; i <= ClientTokens.KEPT_MAX; i++) {
            assertThat(once("1", "t" + i, REQUEST)).isNotNull();
        }
        int before = times.get();
        assertThat(once("1", "t" + ClientTokens.KEPT_MAX, REQUEST)).isNotNull();
        assertThat(times).hasValue(before);
        assertThat(once("1", "t0", REQUEST)).as("the oldest is forgotten").isNotNull();
        assertThat(times).hasValue(before + 1);
    }
}
