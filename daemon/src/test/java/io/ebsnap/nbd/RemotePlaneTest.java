package io.ebsnap.nbd;

import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DataPlaneContract;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plane behind a connection keeps the promises of a plane, in each form of messages, and whether it answers at once or not. */
@Timeout(120)
class RemotePlaneTest {

    @TempDir
    Path directory;

    private DataPlane remote(byte[] content, Form form, boolean atOnce) {
        DataPlane memory = new MemoryDataPlane("disk", content, false);
        DataPlane plane = atOnce ? memory : new WaitingPlane(memory);
        try {
            ServedNbd served = ServedNbd.of(directory, plane);
            return new RemotePlane(served.client(form), served);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has nothing ready. */
    private static final class WaitingPlane extends ForwardingPlane {
        WaitingPlane(DataPlane plane) {
            super(plane);
        }

        @Override
        public boolean readNow(long offset, java.nio.ByteBuffer target) {
            return false;
        }
    }

    @Nested
    class StructuredTest implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return remote(content, Form.STRUCTURED, true);
        }
    }

    @Nested
    class StructuredByWorkersTest implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return remote(content, Form.STRUCTURED, false);
        }
    }

    @Nested
    class ExtendedTest implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return remote(content, Form.EXTENDED, true);
        }
    }

    @Nested
    class ExtendedByWorkersTest implements DataPlaneContract {
        @Override
        public DataPlane open(byte[] content) {
            return remote(content, Form.EXTENDED, false);
        }
    }
}
