package io.ebsnap.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.linux.NbdConnection;
import io.ebsnap.linux.NbdDeviceState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bytes are those of little-endian machines, which both supported ones are. */
class NbdMessagesTest {

    private static final NbdMessages.Family FAMILY = new NbdMessages.Family(0x1d, 10);

    private static String hex(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static ByteBuffer bytes(String... parts) {
        byte[] bytes = HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
        return ByteBuffer.allocateDirect(bytes.length)
                .order(ByteOrder.nativeOrder())
                .put(bytes)
                .flip();
    }

    private static String text(String... parts) {
        return String.join("", parts).replace(" ", "");
    }

    private static NetlinkReply only(ByteBuffer datagram) throws NetlinkFormatException {
        List<NetlinkReply> replies = NetlinkReply.decode(datagram);
        assertThat(replies).hasSize(1);
        return replies.getFirst();
    }

    @Test
    void theDriverIsAskedForByItsName() {
        assertThat(hex(NbdMessages.findFamily(7)))
                .isEqualTo(text("1c000000 1000 0500 07000000 00000000 03 01 0000", "0800 0200 6e626400"));
    }

    @Test
    void aConnectionTellsAllThatTheDeviceIsToBe() {
        NbdConnection wanted =
                new NbdConnection(1L << 40, 512, 0x16d, Duration.ZERO, Duration.ofMinutes(10), "vol-0123456789abcdef0");
        assertThat(hex(NbdMessages.connect(FAMILY, 1, wanted, 9, 10)))
                .isEqualTo(text(
                        "94000000 1d00 0500 01000000 00000000 01 01 0000",
                        "0c00 0200 0000000000010000",
                        "0c00 0300 0002000000000000",
                        "0c00 0400 0000000000000000",
                        "0c00 0800 5802000000000000",
                        "0c00 0500 6d01000000000000",
                        "0c00 0600 0000000000000000",
                        "1a00 0a00 766f6c2d 30313233 34353637 38396162 63646566 3000 0000",
                        "1c00 0780 0c00 0180 0800 0100 09000000 0c00 0180 0800 0100 0a000000"));
    }

    @Test
    void otherRequestsNameTheDeviceAndWhoseItIs() {
        assertThat(hex(NbdMessages.reconnect(FAMILY, 2, 3, "abc", 5)))
                .isEqualTo(text(
                        "34000000 1d00 0500 02000000 00000000 03 01 0000",
                        "0800 0100 03000000",
                        "0800 0a00 61626300",
                        "1000 0780 0c00 0180 0800 0100 05000000"));
        assertThat(hex(NbdMessages.resize(FAMILY, 2, 3, "abcd", 4096)))
                .isEqualTo(text(
                        "34000000 1d00 0500 02000000 00000000 03 01 0000",
                        "0800 0100 03000000",
                        "0900 0a00 61626364 00000000",
                        "0c00 0200 0010000000000000"));
        assertThat(hex(NbdMessages.disconnect(FAMILY, 2, 3)))
                .isEqualTo(text("1c000000 1d00 0500 02000000 00000000 02 01 0000", "0800 0100 03000000"));
        assertThat(hex(NbdMessages.status(FAMILY, 2)))
                .isEqualTo(text("14000000 1d00 0500 02000000 00000000 05 01 0000"));
    }

    @Test
    void moreSocketsThanAMessageHoldsAreRefused() {
        assertThatThrownBy(() -> NbdMessages.reconnect(FAMILY, 1, 0, "abc", new int[65]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NbdMessages.reconnect(FAMILY, 1, 0, "abc"))
                .isInstanceOf(IllegalArgumentException.class);
        String longest = "x".repeat(255);
        assertThat(NbdMessages.reconnect(FAMILY, 1, 0, longest, new int[64]).remaining())
                .isEqualTo(20 + 8 + 260 + 4 + 64 * 12);
    }

    @Test
    void theFamilyIsReadWithWhatItKnows() throws NetlinkFormatException {
        NetlinkReply.Answer answer = (NetlinkReply.Answer) only(bytes(
                "34000000 1000 0000 01000000 00000000 01 02 0000",
                "0800 0200 6e626400",
                "0600 0100 1d00 0000",
                "0800 0300 01000000",
                "0800 0500 0a000000"));
        assertThat(NbdMessages.family(answer)).contains(FAMILY);
        assertThat(FAMILY.knowsBackends()).isTrue();
        assertThat(new NbdMessages.Family(0x1d, 9).knowsBackends()).isFalse();
    }

    @Test
    void anotherFamilysAnswerIsNotTaken() throws NetlinkFormatException {
        NetlinkReply.Answer answer = (NetlinkReply.Answer) only(
                bytes("24000000 1000 0000 01000000 00000000 01 02 0000", "0800 0200 6e6c6300", "0600 0100 1d00 0000"));
        assertThat(NbdMessages.family(answer)).isEmpty();
        assertThat(NbdMessages.devices(answer)).isEmpty();
    }

    @Test
    void theNewDevicesIndexComesBeforeTheOutcome() throws NetlinkFormatException {
        List<NetlinkReply> replies = NetlinkReply.decode(bytes(
                "1c000000 1d00 0000 01000000 78560000 01 00 0000",
                "0800 0100 02000000",
                "24000000 0200 0000 01000000 78560000 00000000",
                "94000000 1d00 0500 01000000 00000000"));
        assertThat(replies).hasSize(2);
        assertThat(NbdMessages.connectedIndex((NetlinkReply.Answer) replies.get(0)))
                .contains(2);
        assertThat(replies.get(1)).isEqualTo(new NetlinkReply.Outcome(1, 0));
    }

    @Test
    void aFailureIsTheKernelsErrorNumber() throws NetlinkFormatException {
        assertThat(only(bytes("24000000 0200 0000 05000000 00000000 feffffff 1c000000 1000 0500 05000000 00000000")))
                .isEqualTo(new NetlinkReply.Outcome(5, 2));
    }

    @Test
    void theDevicesAreListed() throws NetlinkFormatException {
        NetlinkReply.Answer answer = (NetlinkReply.Answer) only(bytes(
                "40000000 1d00 0000 01000000 00000000 05 00 0000",
                "2c00 0900",
                "1400 0100 0800 0100 00000000 0500 0200 01 000000",
                "1400 0100 0800 0100 01000000 0500 0200 00 000000"));
        assertThat(NbdMessages.devices(answer))
                .contains(List.of(new NbdDeviceState(0, true), new NbdDeviceState(1, false)));
    }

    @Test
    void messagesThatAreCutOffAreRefused() throws NetlinkFormatException {
        String[] whole = {
            "40000000 1d00 0000 01000000 00000000 05 00 0000",
            "2c00 0900",
            "1400 0100 0800 0100 00000000 0500 0200 01 000000",
            "1400 0100 0800 0100 01000000 0500 0200 00 000000"
        };
        int length = bytes(whole).limit();
        for (int cut = 1; cut < length; cut++) {
            ByteBuffer part = bytes(whole).limit(cut);
            assertThatThrownBy(() -> NetlinkReply.decode(part)).isInstanceOf(NetlinkFormatException.class);
        }
        assertThat(NetlinkReply.decode(bytes(whole).limit(0))).isEmpty();
    }

    @Test
    void whateverComesIsReadOrRefusedAndEnds() {
        for (int seed = 0; seed < 200_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try {
                for (NetlinkReply reply : NetlinkReply.decode(anything(random))) {
                    if (reply instanceof NetlinkReply.Answer answer) {
                        NbdMessages.family(answer);
                        NbdMessages.connectedIndex(answer);
                        NbdMessages.devices(answer);
                    }
                }
            } catch (NetlinkFormatException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    /** Changed in a few places, so that many get past the first checks. */
    private static ByteBuffer anything(SplittableRandom random) {
        ByteBuffer bytes = bytes(
                "40000000 1d00 0000 01000000 00000000 05 00 0000",
                "2c00 0900",
                "1400 0100 0800 0100 00000000 0500 0200 01 000000",
                "1400 0100 0800 0100 01000000 0500 0200 00 000000",
                "24000000 0200 0000 05000000 00000000 feffffff 1c000000 1000 0500 05000000 00000000");
        int changes = random.nextInt(1, 6);
        for (int i = 0; i < changes; i++) {
            bytes.put(random.nextInt(bytes.limit()), (byte) random.nextInt(random.nextBoolean() ? 256 : 24));
        }
        return random.nextInt(4) == 0 ? bytes.limit(random.nextInt(bytes.limit())) : bytes;
    }
}
