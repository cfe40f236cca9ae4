package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Exports whose servers read what somebody may write to. */
class WatchedExportsTest {

    private static final URI WATCHED = URI.create("nbd+unix:///a.qcow2?socket=/run/s");
    private static final URI OTHER = URI.create("nbd+unix:///b.qcow2?socket=/run/s");

    private final AtomicBoolean changed = new AtomicBoolean();
    private final WatchedExports exports = new WatchedExports(uri -> new Zeros());

    private void prove() {
        if (changed.get()) {
            throw new Failure.Unavailable("it was changed", null);
        }
    }

    @Test
    void aReadBehindAChangeFailsAndSoDoesTheConfirmation() {
        WatchedExports.Watch unused = exports.watch(WATCHED, this::prove);
        try (BlockSource source = exports.open(WATCHED)) {
            source.read(0, ByteBuffer.allocate(4096));
            exports.confirm(WATCHED);
            changed.set(true);
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(4096))).isInstanceOf(Failure.Unavailable.class);
            assertThatThrownBy(() -> exports.confirm(WATCHED)).isInstanceOf(Failure.Unavailable.class);
        }
    }

    @Test
    void othersAreAsTheyWereAndSoIsOneThatIsNotWatchedAnyMore() {
        changed.set(true);
        WatchedExports.Watch watch = exports.watch(WATCHED, this::prove);
        try (BlockSource source = exports.open(OTHER)) {
            assertThat(source).isInstanceOf(Zeros.class);
            assertThatCode(() -> exports.confirm(OTHER)).doesNotThrowAnyException();
        }
        watch.close();
        assertThatCode(() -> exports.confirm(WATCHED)).doesNotThrowAnyException();
    }

    @Test
    void oneIsNotWatchedTwice() {
        WatchedExports.Watch unused = exports.watch(WATCHED, this::prove);
        assertThatThrownBy(() -> exports.watch(WATCHED, this::prove)).isInstanceOf(Failure.Conflict.class);
    }

    private static final class Zeros implements BlockSource {
        @Override
        public String name() {
            return "zeros";
        }

        @Override
        public VolumeGeometry geometry() {
            return new VolumeGeometry(4096);
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            target.position(target.limit());
        }

        @Override
        public boolean knownZeros(long offset, long length) {
            return true;
        }

        @Override
        public void close() {}
    }
}
