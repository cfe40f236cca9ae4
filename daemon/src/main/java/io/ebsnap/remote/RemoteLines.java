package io.ebsnap.remote;

import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.StoreId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/** Calls remotes. Safe for use by several threads. */
final class RemoteLines {

    private final RemoteTls tls;
    private final LineWatch watch;
    private final Asking.Tools tools;
    private final Self self;

    /**
     * Who calls.
     *
     * @param store of this daemon
     * @param software that it runs
     * @param nanoClock elapsed nanoseconds
     */
    record Self(StoreId store, String software, LongSupplier nanoClock) {}

    RemoteLines(RemoteTls tls, LineWatch watch, Asking.Tools tools, Self self) {
        this.tls = tls;
        this.watch = watch;
        this.tools = tools;
        this.self = self;
    }

    /** Calls a remote, to ask it. */
    Asking ask(RemoteRecord remote) {
        Called called = call(remote, Protocol.ASKS);
        return new Asking(called.line(), new Asking.Remote(remote.name(), called.hello()), tools);
    }

    /** A remote that has answered a call. */
    record Called(Line line, Hello hello) {}

    /**
     * Calls a remote.
     *
     * @param role {@link Protocol#ASKS} or {@link Protocol#ANSWERS}
     * @throws Failure.Unavailable if it does not answer
     * @throws Failure.Denied if it is another one, or does not know this daemon
     */
    Called call(RemoteRecord remote, int role) {
        if (remote.address().isEmpty()) {
            throw new Failure.Unavailable("remote " + remote.name() + " has no address to call", null);
        }
        try {
            Line line = connect(remote);
            try {
                return introduced(remote, line, role);
            } catch (IOException | RuntimeException e) {
                line.close();
                throw e;
            }
        } catch (SSLException e) {
            throw refusal(remote, e);
        } catch (IOException e) {
            throw new Failure.Unavailable(
                    "remote " + remote.name() + " at " + remote.address() + " cannot be reached: " + words(e), e);
        }
    }

    private Called introduced(RemoteRecord remote, Line line, int role) throws IOException {
        Fingerprint unused = line.shakeHands(tools.limits().connectMillis());
        // The other side speaks first: so its refusal is read before anything is sent into a closed connection.
        FrameReader in = line.receive(tools.limits().connectMillis());
        if (in.type() == Protocol.ERROR) {
            throw Messages.error(in, remote.name());
        }
        Hello theirs = Hello.read(in);
        FrameWriter out = new FrameWriter(Protocol.HELLO_BYTES_MAX);
        int version = theirs.common();
        new Hello(version, version, role, self.store(), tools.clock().instant(), self.software()).write(out);
        line.send(out, tools.limits().stepMillis());
        return new Called(line, theirs);
    }

    private Line connect(RemoteRecord remote) throws IOException {
        Socket connection = new Socket();
        try {
            InetSocketAddress address =
                    new InetSocketAddress(Remotes.host(remote.address()), Remotes.port(remote.address()));
            if (address.isUnresolved()) {
                throw new IOException("there is no host " + Remotes.host(remote.address()));
            }
            connection.connect(address, tools.limits().connectMillis());
            connection.setTcpNoDelay(true);
            connection.setKeepAlive(true);
            return watch.watch(new Line(
                    connection, tls.connect(connection, new Fingerprint(remote.fingerprint())), self.nanoClock()));
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Failure refusal(RemoteRecord remote, SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof PinnedTrust.Stranger stranger) {
                return new Failure.Denied(
                        "at " + remote.address() + " is another daemon than remote " + remote.name() + ": "
                                + stranger.getMessage() + ", and " + remote.fingerprint() + " is expected",
                        "if it is the right one, remove the remote and add it with that fingerprint");
            }
        }
        if (String.valueOf(e.getMessage()).contains("fatal alert")) {
            return new Failure.Denied(
                    "remote " + remote.name() + " does not let this daemon in: " + e.getMessage(),
                    "it must know this one: see 'ebsnap remote identity' here, 'ebsnap remote add' there");
        }
        return new Failure.Unavailable(
                "remote " + remote.name() + " at " + remote.address() + ": TLS fails: " + e.getMessage(), e);
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
