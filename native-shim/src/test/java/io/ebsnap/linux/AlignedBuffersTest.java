package io.ebsnap.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignedBuffersTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512, 4095, 4096, 4097, 524_288})
    void hasTheCapacityAskedForAndAnAlignedAddress(int bytes) {
        ByteBuffer buffer = AlignedBuffers.allocate(bytes);
        assertThat(buffer.capacity()).isEqualTo(bytes);
        assertThat(buffer.remaining()).isEqualTo(bytes);
        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.alignmentOffset(0, AlignedBuffers.ALIGNMENT)).isZero();
    }
}
