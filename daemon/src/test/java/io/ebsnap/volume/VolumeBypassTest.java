package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeBypassTest {

    private static final String BOOT = "11111111-1111-1111-1111-111111111111";

    @TempDir
    private Path home = Path.of("");

    private @Nullable Path device;

    private DirectNote note(String boot) {
        return new DirectNote(
                home,
                "vol-1",
                new BootScope(home, boot),
                name -> Optional.ofNullable(device).filter(unused -> name.equals("ebsnap-vol-1")));
    }

    private VolumeBypass bypass() {
        return new VolumeBypass("vol-1", note(BOOT));
    }

    @Test
    void whoeverNeedsAllRequestsHasThemComeBackAndKeepsThemUntilItIsDone() {
        VolumeBypass bypass = bypass();
        AtomicInteger asked = new AtomicInteger();
        bypass.begin(() -> {
            asked.incrementAndGet();
            bypass.ended();
        });
        assertThat(bypass.isHeld()).isTrue();
        VolumeBypass.Held first = bypass.hold();
        VolumeBypass.Held second = bypass.hold();
        assertThat(asked).hasValue(1);
        first.close();
        assertThat(bypass.isHeld()).isTrue();
        second.close();
        assertThat(bypass.isHeld()).isFalse();
    }

    @Test
    void nobodyGoesWhileSomebodyNeedsAllRequests() {
        VolumeBypass bypass = bypass();
        VolumeBypass.Held held = bypass.hold();
        assertThatThrownBy(() -> bypass.begin(() -> {})).isInstanceOf(Failure.Conflict.class);
        assertThat(note(BOOT).isThere()).isFalse();
        held.close();
        bypass.begin(() -> {});
        assertThatThrownBy(() -> bypass.begin(() -> {})).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void whoCannotBeBroughtBackKeepsEverybodyAway() {
        VolumeBypass bypass = bypass();
        bypass.begin(() -> {
            throw new Failure.Unavailable("it hangs", null);
        });
        assertThatThrownBy(bypass::hold).isInstanceOf(Failure.Unavailable.class);
        bypass.ended();
        assertThat(bypass.isHeld()).isFalse();
    }

    @Test
    void whatAnEarlierDaemonHasBegunKeepsEverybodyAwayWhileItsDeviceIsThere() {
        bypass().begin(() -> {});
        device = Path.of("/dev/dm-3");
        VolumeBypass next = bypass();
        assertThatThrownBy(next::hold).isInstanceOf(Failure.Conflict.class).hasMessageContaining("/dev/dm-3");
        assertThat(next.isHeld()).isTrue();
        device = null;
        next.hold().close();
        assertThat(next.isHeld()).isFalse();
        assertThat(bypass().isHeld()).isFalse();
    }

    @Test
    void whatAnEarlierDaemonHasBegunIsGoneOnWith() {
        bypass().begin(() -> {});
        VolumeBypass next = bypass();
        AtomicInteger asked = new AtomicInteger();
        next.goOn(asked::incrementAndGet);
        next.hold().close();
        assertThat(asked).hasValue(1);
    }

    @Test
    void anotherRunOfTheKernelKnowsNothingOfIt() throws IOException {
        bypass().begin(() -> {});
        device = Path.of("/dev/dm-3");
        assertThat(note("22222222-2222-2222-2222-222222222222").isThere()).isFalse();
        Files.writeString(home.resolve(DirectNote.NAME), BOOT.substring(0, 7));
        assertThat(note(BOOT).isThere()).as("cut off").isTrue();
    }
}
