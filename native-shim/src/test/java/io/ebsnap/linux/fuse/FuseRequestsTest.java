package io.ebsnap.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FuseRequestsTest {

    private static final int READ = 15;
    private static final int WRITE = 16;
    private static final int FALLOCATE = 43;

    private final FuseBuffer buffer = new FuseBuffer();

    private ByteBuffer request(int code, int length) {
        ByteBuffer bytes = buffer.forRequest().slice().order(ByteOrder.nativeOrder());
        for (int i = 0; i < Math.max(length, 104); i++) {
            bytes.put(i, (byte) 0);
        }
        return bytes.putInt(0, length).putInt(4, code).putLong(8, 77).putLong(16, 1);
    }

    private FuseRequest transfer(int code, long offset, int size, int brought) {
        int length = 80 + brought;
        request(code, length).putLong(48, offset).putInt(56, size);
        return FuseRequests.decode(buffer, length);
    }

    @Test
    void readsAndWritesGiveTheirRange() {
        assertThat(transfer(READ, 1L << 40, 4096, 0)).isEqualTo(new FuseRequest.Read(77, 1L << 40, 4096));
        assertThat(transfer(WRITE, 512, 1024, 1024)).isEqualTo(new FuseRequest.Write(77, 512, 1024));
        assertThat(transfer(WRITE, 0, 1 << 20, 1 << 20)).isEqualTo(new FuseRequest.Write(77, 0, 1 << 20));
    }

    @Test
    void rangesThatAreNoneAreRefused() {
        for (int size : new int[] {-1, (1 << 20) + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(transfer(READ, 0, size, 0)).isInstanceOf(FuseRequest.Malformed.class);
            assertThat(transfer(WRITE, 0, size, 0)).isInstanceOf(FuseRequest.Malformed.class);
        }
        assertThat(transfer(READ, -1, 1, 0)).isInstanceOf(FuseRequest.Malformed.class);
        assertThat(transfer(READ, Long.MAX_VALUE, 1, 0)).isInstanceOf(FuseRequest.Malformed.class);
        assertThat(transfer(WRITE, 0, 1024, 512)).isInstanceOf(FuseRequest.Malformed.class);
    }

    @Test
    void anAllocationSaysWhatItIs() {
        request(FALLOCATE, 72).putLong(48, 4096).putLong(56, 1L << 33).putInt(64, 3);
        FuseRequest.Allocate punch = (FuseRequest.Allocate) FuseRequests.decode(buffer, 72);
        assertThat(punch).isEqualTo(new FuseRequest.Allocate(77, 4096, 1L << 33, 3));
        assertThat(punch.punchesHole()).isTrue();
        assertThat(punch.zeroesRange()).isFalse();
        assertThat(new FuseRequest.Allocate(1, 0, 1, 0x11).zeroesRange()).isTrue();
        assertThat(new FuseRequest.Allocate(1, 0, 1, 0).zeroesRange()).isFalse();
        request(FALLOCATE, 72).putLong(48, Long.MAX_VALUE).putLong(56, 1);
        assertThat(FuseRequests.decode(buffer, 72)).isInstanceOf(FuseRequest.Malformed.class);
    }

    @Test
    void whatNobodyKnowsIsUnknownAndWhatIsForAnotherFileIsRefused() {
        request(1, 60);
        assertThat(FuseRequests.decode(buffer, 60)).isEqualTo(new FuseRequest.Unknown(77, 1));
        request(READ, 80).putLong(16, 2);
        assertThat(FuseRequests.decode(buffer, 80)).isInstanceOf(FuseRequest.Malformed.class);
    }

    @Test
    void nothingThatIsReadMakesTheDecoderFail() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200_000; i++) {
            int length = random.nextInt(120);
            ByteBuffer bytes = request(random.nextInt(60), length);
            for (int at = 16; at < 104; at += 8) {
                bytes.putLong(at, random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(3));
            }
            FuseRequest request = FuseRequests.decode(buffer, length);
            switch (request) {
                case FuseRequest.Read read -> assertThat(read.length()).isBetween(0, FuseBuffer.DATA_BYTES);
                case FuseRequest.Write write -> assertThat(write.length()).isBetween(0, FuseBuffer.DATA_BYTES);
                case FuseRequest.Allocate range ->
                    assertThat(range.offset() + range.length()).isNotNegative();
                default -> assertThat(request).isNotNull();
            }
        }
    }

    @Test
    void theBytesOfReadsAndWritesSuitDirectTransfers() {
        assertThat(buffer.data(512).alignmentOffset(buffer.data(512).position(), 4096))
                .isZero();
        assertThat(buffer.forRequest().remaining()).isEqualTo(80 + FuseBuffer.DATA_BYTES);
        ByteBuffer reply = FuseReplies.data(buffer, 5, 512);
        assertThat(reply.remaining()).isEqualTo(16 + 512);
        assertThat(reply.slice().order(ByteOrder.nativeOrder()).getInt(0)).isEqualTo(16 + 512);
    }
}
