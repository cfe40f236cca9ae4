package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.failure.Failure;
import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.nbd.NbdClient.Chunk;
import io.ebsnap.nbd.NbdClient.Command;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.MemoryDataPlane;
import io.ebsnap.volume.VolumeExtent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each command, as it is on the wire. */
@Timeout(60)
class CommandsTest {

    private static final int SIZE = 4 << 20;

    @TempDir
    Path directory;

    private final MemoryDataPlane memory = new MemoryDataPlane("disk", SIZE);

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatIsNotKnownOrHasForeignFlagsIsInvalidAndTheConnectionGoesOn(Form form) throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, memory);
                NbdClient client = served.client(form)) {
            assertThat(client.errorOf(Command.of(8, 0, 512))).isEqualTo(Protocol.EINVAL);
            assertThat(client.errorOf(Command.of(999, 0, 512))).isEqualTo(Protocol.EINVAL);
            assertThat(client.errorOf(Command.write(0, new byte[5000]).with(1 << 9)))
                    .isEqualTo(Protocol.EINVAL);
            assertThat(client.errorOf(Command.of(Protocol.CMD_TRIM, 0, 512).with(Protocol.CMD_FLAG_NO_HOLE)))
                    .isEqualTo(Protocol.EINVAL);
            assertThat(client.errorOf(Command.of(Protocol.CMD_FLUSH, 0, 1))).isEqualTo(Protocol.EINVAL);
            assertThat(client.errorOf(Command.of(Protocol.CMD_FLUSH, 0, 0).with(Protocol.CMD_FLAG_FUA)))
                    .isZero();
            client.disconnect();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void emptyRangesAreFineAndChangeNothing(Form form) throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, memory);
                NbdClient client = served.client(form)) {
            for (int command : new int[] {Protocol.CMD_READ, Protocol.CMD_TRIM, Protocol.CMD_CACHE}) {
                assertThat(client.errorOf(Command.of(command, SIZE, 0))).isZero();
            }
            assertThat(client.errorOf(Command.of(Protocol.CMD_WRITE_ZEROES, 0, 0)))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aReadOnlyExportRefusesEveryChange(Form form) throws IOException {
        SomeExports exports = new SomeExports().with("disk", memory, new ExportAccess(true, ExportAccess.ANYONE));
        try (ServedNbd served = ServedNbd.of(directory, exports, ServerLimits.STANDARD);
                NbdClient client = served.client(form)) {
            assertThat(client.flags() & Protocol.SEND_READ_ONLY).isNotZero();
            assertThat(client.errorOf(Command.write(0, new byte[512]))).isEqualTo(Protocol.EPERM);
            assertThat(client.errorOf(Command.write(0, new byte[1 << 20]))).isEqualTo(Protocol.EPERM);
            assertThat(client.errorOf(Command.of(Protocol.CMD_TRIM, 0, 512))).isEqualTo(Protocol.EPERM);
            assertThat(client.errorOf(Command.of(Protocol.CMD_WRITE_ZEROES, 0, 512)))
                    .isEqualTo(Protocol.EPERM);
            assertThat(client.errorOf(Command.of(Protocol.CMD_FLUSH, 0, 0))).isZero();
            assertThat(client.read(0, 512)).containsOnly(0);
        }
    }

    @Test
    void aReadThatIsTooLongIsRefusedInTheWayOfTheForm() throws IOException {
        ForwardingPlane huge = new ForwardingPlane(memory) {
            @Override
            public long sizeBytes() {
                return 1L << 40;
            }
        };
        try (ServedNbd served = ServedNbd.of(directory, huge);
                NbdClient simple = served.client(Form.SIMPLE);
                NbdClient structured = served.client(Form.STRUCTURED);
                NbdClient extended = served.client(Form.EXTENDED)) {
            assertThat(simple.errorOf(Command.of(Protocol.CMD_READ, 0, (32 << 20) + 1)))
                    .isEqualTo(Protocol.EINVAL);
            assertThat(structured.errorOf(Command.of(Protocol.CMD_READ, 0, 0xffffffffL)))
                    .isEqualTo(Protocol.EOVERFLOW);
            assertThat(extended.errorOf(Command.of(Protocol.CMD_READ, 0, 1L << 39)))
                    .isEqualTo(Protocol.EOVERFLOW);
        }
    }

    @Test
    void extendedRequestsReachBeyondFourGibibytes() throws IOException {
        List<String> done = new CopyOnWriteArrayList<>();
        ForwardingPlane huge = new ForwardingPlane(memory) {
            @Override
            public long sizeBytes() {
                return 1L << 50;
            }

            @Override
            public void trim(long offset, long length, Fua fua) {
                done.add(offset + "+" + length);
            }

            @Override
            public List<VolumeExtent> extents(long offset, long length, int extentsMax) {
                return List.of(new VolumeExtent(length, true, true, false));
            }
        };
        try (ServedNbd served = ServedNbd.of(directory, huge);
                NbdClient extended = served.client(Form.EXTENDED);
                NbdClient structured = served.client(Form.STRUCTURED)) {
            assertThat(extended.size()).isEqualTo(1L << 50);
            assertThat(extended.errorOf(Command.of(Protocol.CMD_TRIM, 4096, 1L << 49)))
                    .isZero();
            assertThat(done).containsExactly("4096+" + (1L << 49));
            Command all = Command.of(Protocol.CMD_BLOCK_STATUS, 0, 1L << 50);
            assertThat(extended.status(all).get(MetaContext.ALLOCATION.id())).containsExactly(new long[] {1L << 50, 3});
            assertThat(extended.status(all).get(MetaContext.HYDRATION.id())).containsExactly(new long[] {1L << 50, 1});
            assertThat(structured
                            .status(Command.of(Protocol.CMD_BLOCK_STATUS, 0, 0xffffffffL))
                            .get(MetaContext.ALLOCATION.id()))
                    .containsExactly(new long[] {0xffff0000L, 3});
        }
    }

    @Test
    void aPayloadChoosesTheContextsOfAStatus() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, memory);
                NbdClient client = served.client(Form.EXTENDED)) {
            assertThat(client.flags() & Protocol.SEND_BLOCK_STATUS_PAYLOAD).isNotZero();
            assertThat(client.status(choice(8192, MetaContext.HYDRATION.id())).keySet())
                    .containsExactly(MetaContext.HYDRATION.id());
            assertThat(client.errorOf(choice(8192, 2, 2))).isEqualTo(Protocol.EINVAL);
            assertThat(client.errorOf(choice(8192, 17))).isEqualTo(Protocol.EINVAL);
            assertThat(client.errorOf(choice(8192, 1, 2, 1, 2, 1, 2))).isEqualTo(Protocol.EINVAL);
            assertThat(client.errorOf(new Command(Protocol.CMD_BLOCK_STATUS, 0, 0, 3, new byte[3])))
                    .isEqualTo(Protocol.EINVAL);
            client.disconnect();
        }
    }

    private static Command choice(long length, int... contexts) {
        ByteBuffer payload = ByteBuffer.allocate(8 + 4 * contexts.length).putLong(length);
        for (int context : contexts) {
            payload.putInt(context);
        }
        return new Command(Protocol.CMD_BLOCK_STATUS, 0, 0, payload.capacity(), payload.array());
    }

    @Test
    void aVolumeThatGrowsCanBeUsedToItsNewEnd() throws IOException {
        try (ServedNbd served = ServedNbd.of(directory, memory);
                NbdClient client = served.client(Form.STRUCTURED)) {
            assertThat(client.errorOf(Command.write(SIZE, new byte[512]))).isEqualTo(Protocol.ENOSPC);
            memory.grow(SIZE + 4096);
            assertThat(client.errorOf(Command.write(SIZE, OrderTest.filled(512, 4))))
                    .isZero();
            assertThat(client.read(SIZE, 512)).containsOnly(4);
            try (NbdClient later = served.client(Form.STRUCTURED)) {
                assertThat(later.size()).isEqualTo(SIZE + 4096);
            }
        }
    }

    @Test
    void zerosAreSentAsHolesUnlessFragmentsAreRefused() throws IOException {
        memory.write(1 << 20, ByteBuffer.wrap(OrderTest.filled(1 << 20, 1)), Fua.NO);
        try (ServedNbd served = ServedNbd.of(directory, memory);
                NbdClient client = served.client(Form.STRUCTURED)) {
            assertThat(types(client.ask(Command.of(Protocol.CMD_READ, 0, 4096))))
                    .containsExactly(Protocol.REPLY_OFFSET_HOLE);
            assertThat(types(client.ask(Command.of(Protocol.CMD_READ, 0, 3 << 20))))
                    .containsExactly(
                            Protocol.REPLY_OFFSET_HOLE, Protocol.REPLY_OFFSET_DATA, Protocol.REPLY_OFFSET_HOLE);
            assertThat(types(
                            client.ask(Command.of(Protocol.CMD_READ, 0, 3 << 20).with(Protocol.CMD_FLAG_DF))))
                    .containsExactly(Protocol.REPLY_OFFSET_DATA);
        }
    }

    private static List<Integer> types(List<Chunk> chunks) {
        return chunks.stream().map(Chunk::type).toList();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyFailureHasItsNumberAndTheConnectionGoesOn(Form form) throws IOException {
        List<RuntimeException> failures = List.of(
                new Failure.Corrupt("block 3 is damaged"),
                new Failure.Unavailable("no answer", null),
                new Failure.Exhausted("full", null),
                new Failure.Denied("no"),
                new Failure.Conflict("closed"),
                new Failure.Invalid("wrong"),
                new IllegalStateException("a secret of the program"));
        int[] numbers = {
            Protocol.EIO,
            Protocol.EIO,
            Protocol.ENOSPC,
            Protocol.EPERM,
            Protocol.ESHUTDOWN,
            Protocol.EINVAL,
            Protocol.EIO
        };
        for (int i = 0; i < numbers.length; i++) {
            try (ServedNbd served = ServedNbd.of(directory, new FailingPlane(memory, failures.get(i)));
                    NbdClient client = served.client(form)) {
                for (int length : new int[] {4096, 1 << 20}) {
                    assertThat(client.errorOf(Command.of(Protocol.CMD_READ, 0, length)))
                            .isEqualTo(numbers[i]);
                    assertThat(client.errorOf(Command.write(0, new byte[length])))
                            .isEqualTo(numbers[i]);
                }
                Chunk last = client.ask(Command.of(Protocol.CMD_FLUSH, 0, 0)).getLast();
                assertThat(last.error()).isEqualTo(numbers[i]);
                assertThat(new String(last.data(), StandardCharsets.UTF_8)).doesNotContain("secret");
                client.disconnect();
            }
        }
    }

    /** Fails always. */
    private static final class FailingPlane extends ForwardingPlane {
        private final RuntimeException failure;

        FailingPlane(MemoryDataPlane plane, RuntimeException failure) {
            super(plane);
            this.failure = failure;
        }

        @Override
        public boolean readNow(long offset, ByteBuffer target) {
            throw failure;
        }

        @Override
        public void write(long offset, ByteBuffer source, Fua fua) {
            throw failure;
        }

        @Override
        public void flush() {
            throw failure;
        }
    }
}
