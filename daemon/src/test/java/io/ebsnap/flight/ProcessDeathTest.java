package io.ebsnap.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcessDeathTest {

    private final AtomicInteger deaths = new AtomicInteger();

    @Test
    void diesAtTheNamedPointOnly() {
        CrashPoints points = ProcessDeath.parse("gc.after-condemn", deaths::incrementAndGet);
        points.reached("gc.after-mark");
        assertThat(deaths).hasValue(0);
        points.reached("gc.after-condemn");
        assertThat(deaths).hasValue(1);
    }

    @Test
    void diesTheNthTimeOnly() {
        CrashPoints points = ProcessDeath.parse("pack.after-commit:3", deaths::incrementAndGet);
        points.reached("pack.after-commit");
        points.reached("pack.after-commit");
        assertThat(deaths).hasValue(0);
        points.reached("pack.after-commit");
        assertThat(deaths).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gc", "gc.", ".x", "gc.After", "gc.x:0", "gc.x:", "gc.x:-1", "gc.x:99999999", "a.b.c"})
    void refusesWhatIsNotAPoint(String wanted) {
        assertThatThrownBy(() -> ProcessDeath.parse(wanted, deaths::incrementAndGet))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNothingWhenTheEnvironmentIsSilent() {
        assertThat(CrashPoints.fromEnvironment(name -> null)).isSameAs(CrashPoints.NONE);
        assertThat(CrashPoints.fromEnvironment(name -> "")).isSameAs(CrashPoints.NONE);
    }
}
