package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.nbd.NbdClient.Answer;
import io.ebsnap.nbd.NbdClient.Command;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The negotiation, option by option. */
@Timeout(60)
class HandshakeTest {

    private static final int SIZE = 1 << 20;

    @TempDir
    Path directory;

    private final SomeExports exports = new SomeExports()
            .with("disk", new MemoryDataPlane("disk", SIZE))
            .with(
                    "secret",
                    new MemoryDataPlane("secret", SIZE),
                    new ExportAccess(false, new ExportAccess.Only(Set.of(), Set.of(), Set.of())));

    private ServedNbd served() {
        return ServedNbd.of(directory, exports, ServerLimits.STANDARD);
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedAndTheNegotiationGoesOn() throws IOException {
        try (ServedNbd served = served();
                NbdClient client = NbdClient.greeted(served.connect())) {
            byte[] none = new byte[0];
            assertThat(type(client.option(99, none))).isEqualTo(Protocol.REP_ERR_UNSUP);
            assertThat(type(client.option(Protocol.OPT_LIST, new byte[1]))).isEqualTo(Protocol.REP_ERR_INVALID);
            assertThat(type(client.option(Protocol.OPT_STRUCTURED_REPLY, new byte[1])))
                    .isEqualTo(Protocol.REP_ERR_INVALID);
            assertThat(type(client.option(Protocol.OPT_GO, none))).isEqualTo(Protocol.REP_ERR_INVALID);
            assertThat(type(client.option(Protocol.OPT_GO, new byte[] {127, 0, 0, 0, 0, 0})))
                    .isEqualTo(Protocol.REP_ERR_INVALID);
            assertThat(type(client.option(Protocol.OPT_STARTTLS, none))).isEqualTo(Protocol.REP_ERR_POLICY);
            assertThat(type(client.setContexts("disk", "base:allocation"))).isEqualTo(Protocol.REP_ERR_INVALID);
            client.agreeOn(Form.EXTENDED);
            assertThat(type(client.option(Protocol.OPT_STRUCTURED_REPLY, none)))
                    .isEqualTo(Protocol.REP_ERR_EXT_HEADER_REQD);
            assertThat(type(client.setContexts("disk", "nonsense"))).isEqualTo(Protocol.REP_ERR_INVALID);
            assertThat(type(client.go("nothing"))).isEqualTo(Protocol.REP_ERR_UNKNOWN);
            assertThat(type(client.go("disk"))).isEqualTo(Protocol.REP_ACK);
            assertThat(client.errorOf(Command.of(Protocol.CMD_BLOCK_STATUS, 0, 512)))
                    .isEqualTo(Protocol.EINVAL);
        }
    }

    private static int type(List<Answer> answers) {
        return answers.getLast().type();
    }

    @Test
    void informationIsGivenWithoutChoosing() throws IOException {
        try (ServedNbd served = served();
                NbdClient client = NbdClient.greeted(served.connect())) {
            List<Answer> answers = client.option(Protocol.OPT_INFO, NbdClient.goData("disk"));
            assertThat(answers).hasSize(5);
            assertThat(answers.get(1).data()).containsExactly(0, 3, 0, 0, 0, 1, 0, 0, 16, 0, 2, 0, 0, 0);
            assertThat(answers.get(2).text()).endsWith("disk");
            assertThat(answers.get(3).text()).endsWith("export disk");
            assertThat(type(answers)).isEqualTo(Protocol.REP_ACK);
            assertThat(type(client.option(Protocol.OPT_ABORT, new byte[0]))).isEqualTo(Protocol.REP_ACK);
            assertThat(client.in().read()).isEqualTo(-1);
            assertThat(exports.open()).isZero();
        }
    }

    @Test
    void contextsAreListedByNameAndByNamespace() throws IOException {
        try (ServedNbd served = served();
                NbdClient client = NbdClient.greeted(served.connect())) {
            client.agreeOn(Form.STRUCTURED);
            String changed = "qemu:dirty-bitmap:since-last-snapshot";
            assertThat(contexts(client)).containsExactly("base:allocation", "ebsnap:hydration", changed);
            assertThat(contexts(client, "qemu:")).containsExactly(changed);
            assertThat(contexts(client, "qemu:dirty-bitmap:")).containsExactly(changed);
            assertThat(contexts(client, "qemu:dirty-bitmap:other")).isEmpty();
            assertThat(contexts(client, "base:")).containsExactly("base:allocation");
            assertThat(contexts(client, "ebsnap:hydration", "other:thing")).containsExactly("ebsnap:hydration");
            assertThat(client.setContexts("disk", "base:")).hasSize(1);
            assertThat(type(client.setContexts("nothing", "base:"))).isEqualTo(Protocol.REP_ERR_UNKNOWN);
        }
    }

    private static List<String> contexts(NbdClient client, String... queries) throws IOException {
        return client.option(Protocol.OPT_LIST_META_CONTEXT, NbdClient.queries("disk", queries)).stream()
                .filter(answer -> answer.type() == Protocol.REP_META_CONTEXT)
                .map(answer -> answer.text().substring(4))
                .toList();
    }

    @Test
    void contextsOfAnotherExportAreNotTakenAlong() throws IOException {
        exports.with("other", new MemoryDataPlane("other", SIZE));
        try (ServedNbd served = served();
                NbdClient client = NbdClient.greeted(served.connect())) {
            client.agreeOn(Form.STRUCTURED);
            assertThat(client.setContexts("other", "base:allocation")).hasSize(2);
            assertThat(type(client.go("disk"))).isEqualTo(Protocol.REP_ACK);
            assertThat(client.errorOf(Command.of(Protocol.CMD_BLOCK_STATUS, 0, 512)))
                    .isEqualTo(Protocol.EINVAL);
        }
    }

    @Test
    void theOldWayOfChoosingWorksWithAndWithoutPadding() throws IOException {
        try (ServedNbd served = served()) {
            for (int flags : new int[] {0, 1, 3}) {
                try (SocketChannel channel = served.connect()) {
                    DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
                    DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
                    in.readNBytes(18);
                    out.writeInt(flags);
                    out.writeLong(Protocol.OPTION_MAGIC);
                    out.writeInt(Protocol.OPT_EXPORT_NAME);
                    out.writeInt(4);
                    out.write("disk".getBytes(StandardCharsets.US_ASCII));
                    assertThat(in.readLong()).isEqualTo(SIZE);
                    assertThat(in.readShort() & Protocol.SEND_HAS_FLAGS).isNotZero();
                    assertThat(in.readNBytes(flags == 3 ? 0 : 124)).isEqualTo(new byte[flags == 3 ? 0 : 124]);
                    NbdClient client = NbdClient.transmitting(channel);
                    assertThat(client.read(0, 512)).containsOnly(0);
                    client.disconnect();
                }
            }
        }
    }

    @Test
    void unknownClientFlagsEndIt() throws IOException {
        try (ServedNbd served = served();
                SocketChannel channel = served.connect()) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            in.readNBytes(18);
            new DataOutputStream(Channels.newOutputStream(channel)).writeInt(7);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void anExportOfOthersIsNeitherListedNorOpened() throws IOException {
        SomeExports guarded = new SomeExports().with("disk", new MemoryDataPlane("disk", SIZE));
        guarded.with(
                "guarded",
                new MemoryDataPlane("guarded", SIZE),
                new ExportAccess(false, new ExportAccess.Only(Set.of(), Set.of("client"), Set.of())));
        try (NbdServer server = ServedNbd.tcp(guarded, Optional.empty());
                NbdClient client =
                        NbdClient.greeted(SocketChannel.open(server.boundTo().getFirst()))) {
            List<Answer> list = client.option(Protocol.OPT_LIST, new byte[0]);
            assertThat(list).hasSize(2);
            assertThat(list.getFirst().text()).endsWith("diskexport disk");
            assertThat(type(client.go("guarded"))).isEqualTo(Protocol.REP_ERR_POLICY);
            assertThat(type(client.go("disk"))).isEqualTo(Protocol.REP_ACK);
        }
    }

    @Test
    void oneEndOfAPairCanBeServedWithAndWithoutNegotiation() throws IOException {
        Path meeting = directory.resolve("pair");
        try (ServedNbd served = served();
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(meeting));
            try (SocketChannel mine = SocketChannel.open(UnixDomainSocketAddress.of(meeting))) {
                served.server().openConnection(listener.accept(), new Peer.LocalUser("root"));
                NbdClient client = NbdClient.open(mine, "disk", Form.STRUCTURED);
                assertThat(client.read(0, 512)).containsOnly(0);
                client.disconnect();
            }
            try (SocketChannel mine = SocketChannel.open(UnixDomainSocketAddress.of(meeting))) {
                NbdServer.Attached attached =
                        served.server().openTransmission(listener.accept(), "disk", new Peer.LocalUser("root"));
                assertThat(attached.sizeBytes()).isEqualTo(SIZE);
                assertThat(attached.flags() & (Protocol.SEND_FLUSH | Protocol.SEND_DF))
                        .isEqualTo(Protocol.SEND_FLUSH);
                NbdClient kernel = NbdClient.transmitting(mine);
                assertThat(kernel.errorOf(Command.write(512, new byte[512]))).isZero();
                assertThat(kernel.read(0, 1024)).containsOnly(0);
                kernel.disconnect();
            }
        }
    }
}
