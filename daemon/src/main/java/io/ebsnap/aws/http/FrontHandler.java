package io.ebsnap.aws.http;

import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsRequest.Header;
import io.ebsnap.socket.PeerGate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;

/** HTTP in and out, and who is at the other end of a Unix socket. */
final class FrontHandler extends Handler.Abstract {

    private static final int TOO_LARGE = 413;
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private final AwsFront front;
    private final PeerGate gate;
    private final int bodyBytesMax;
    private final OutgoingBytes outgoing;

    FrontHandler(AwsFront front, PeerGate gate, HttpLimits limits) {
        this.front = front;
        this.gate = gate;
        this.bodyBytesMax = limits.bodyBytesMax();
        this.outgoing = new OutgoingBytes(limits.answersBytesMax(), limits.answerWaitMax());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        AwsAnswer answer = answer(request);
        int length = answer.body().length;
        if (outgoing.take(length)) {
            send(answer, response, outgoing.released(length, callback));
        } else {
            send(tooBusy(), response, callback);
        }
        return true;
    }

    private AwsAnswer tooBusy() {
        return front.refuse(new AwsFault(
                UNAVAILABLE, "RequestLimitExceeded", "too many answers wait for those who asked to take them"));
    }

    private AwsAnswer answer(Request request) throws IOException {
        Optional<PeerGate.Peer> peer = peer(request);
        if (peer.isPresent() && !peer.get().isAllowed()) {
            return front.refuse(new AwsFault(
                    FORBIDDEN, "UnauthorizedOperation", "user " + peer.get().name() + " may not use this daemon"));
        }
        byte[] body = body(request);
        if (body.length > bodyBytesMax) {
            return front.refuse(new AwsFault(
                    TOO_LARGE, "RequestEntityTooLarge", "a body is not longer than " + bodyBytesMax + " bytes"));
        }
        HttpURI target = request.getHttpURI();
        String path = target.getPath();
        String query = target.getQuery();
        return front.answer(new AwsRequest(
                request.getMethod(),
                path == null ? "/" : path,
                query == null ? "" : query,
                headers(request),
                body,
                peer.map(PeerGate.Peer::name)));
    }

    private Optional<PeerGate.Peer> peer(Request request) throws IOException {
        boolean isLocal = request.getConnectionMetaData().getConnector() instanceof UnixDomainServerConnector;
        Object transport =
                request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
        return isLocal ? Optional.of(gate.peer((SocketChannel) transport)) : Optional.empty();
    }

    /** One that says its length is read into what it needs; of one that is too long only so much as tells that. */
    private byte[] body(Request request) throws IOException {
        try (InputStream in = Request.asInputStream(request)) {
            long length = request.getLength();
            if (length < 0 || length > bodyBytesMax) {
                return in.readNBytes(bodyBytesMax + 1);
            }
            byte[] body = new byte[Math.toIntExact(length)];
            int read = in.readNBytes(body, 0, body.length);
            return read == body.length ? body : Arrays.copyOf(body, read);
        }
    }

    private static List<Header> headers(Request request) {
        return request.getHeaders().stream()
                .map(field -> new Header(
                        field.getName().toLowerCase(Locale.ROOT),
                        field.getValue() == null ? "" : field.getValue().strip()))
                .toList();
    }

    private static void send(AwsAnswer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put("Content-Type", answer.contentType());
        response.getHeaders().put("Content-Length", answer.body().length);
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
