package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopControl;
import io.ebsnap.linux.LoopDevice;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.volume.DirectTarget;
import java.io.IOException;
import java.nio.file.Path;

/** A target that is a device is that; for one that is a file, a loop device is bound to it, which unbinds itself. */
final class LoopTargetDevices implements TargetDevices {

    private static final int SECTOR_BYTES = 512;

    private final LoopControl loops;

    LoopTargetDevices(LoopControl loops) {
        this.loops = loops;
    }

    @Override
    public Held open(DirectTarget target, boolean readOnly) {
        if (target.device()) {
            return new Itself(target.path());
        }
        try {
            LoopDevice loop = loops.attach(options(target, readOnly));
            try {
                requireDirect(loop, target);
                return new Loop(loop);
            } catch (IOException | RuntimeException failed) {
                loop.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable(
                    "cannot make a loop device of " + target.path() + ": " + failed.getMessage(), failed);
        }
    }

    private static LoopOptions options(DirectTarget target, boolean readOnly) {
        LoopOptions options =
                LoopOptions.of(target.path()).withDirectIo().withAutoClear().withLogicalSectorBytes(SECTOR_BYTES);
        return readOnly ? options.withReadOnly() : options;
    }

    /** One that writes through the page cache waits for the machine's limit of dirty pages, which are its own. */
    private void requireDirect(LoopDevice loop, DirectTarget target) throws IOException {
        boolean direct = target.inMemory()
                || loops.status(loop.path()).filter(status -> status.directIo()).isPresent();
        if (!direct) {
            throw new Failure.Unavailable(
                    "a loop device does not read and write " + target.path() + " past the page cache", null);
        }
    }

    private record Itself(Path device) implements Held {
        @Override
        public void close() {
            // It is there anyway.
        }
    }

    private record Loop(LoopDevice loop) implements Held {
        @Override
        public Path device() {
            return loop.path();
        }

        @Override
        public void close() {
            try {
                loop.close();
            } catch (LinuxException failed) {
                throw new Failure.Unavailable("cannot close " + loop.path() + ": " + failed.getMessage(), failed);
            }
        }
    }
}
