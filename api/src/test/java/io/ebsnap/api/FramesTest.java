package io.ebsnap.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 65535, 65536, 65537, 131072, 1_000_003})
    void messageOfAnyLengthArrivesWhole(int length) throws IOException {
        byte[] message = new byte[length];
        new Random(length).nextBytes(message);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        Frames.write(Channels.newChannel(wire), message);
        assertThat(read(wire.toByteArray(), length)).isEqualTo(message);
    }

    @Test
    void endBetweenMessagesIsNoError() throws IOException {
        assertThat(read(new byte[0], 10)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 11, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void lengthOutOfBoundsIsRefused(int length) {
        byte[] wire = ByteBuffer.allocate(4).putInt(length).array();
        assertThatThrownBy(() -> read(wire, 10)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void endWithinAMessageIsAnError() {
        byte[] wire = ByteBuffer.allocate(9).putInt(10).array();
        assertThatThrownBy(() -> read(wire, 10)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read(Arrays.copyOf(wire, 3), 10)).isInstanceOf(EOFException.class);
    }

    private static byte @org.jspecify.annotations.Nullable [] read(byte[] wire, int bytesMax) throws IOException {
        return Frames.read(Channels.newChannel(new ByteArrayInputStream(wire)), bytesMax);
    }
}
