package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ebsnap.linux.KernelClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KernelClockTest {

    private final KernelClock clock = JnrLinux.load().kernelClock();

    @Test
    void theTimeSinceTheStartOfTheKernelIsWhatProcSays() throws IOException {
        Duration before = clock.sinceBoot();
        String told = Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0];
        Duration after = clock.sinceBoot();
        Duration proc = Duration.ofMillis((long) (Double.parseDouble(told) * 1000));
        assertThat(proc).isBetween(before.minusSeconds(2), after.plusSeconds(2));
        assertThat(after).isGreaterThanOrEqualTo(before);
    }

    @Test
    void oneRunOfTheKernelHasOneId() throws IOException {
        assertThat(clock.bootId()).hasSize(36).isEqualTo(clock.bootId());
    }

    @Test
    void whetherTheClockIsSynchronisedCanBeAsked() {
        assertThatCode(clock::isSynchronised).doesNotThrowAnyException();
    }
}
