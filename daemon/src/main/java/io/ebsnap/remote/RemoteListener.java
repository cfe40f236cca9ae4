package io.ebsnap.remote;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets remotes in that call, and answers them: a thread for each connection. Whoever is not known by their certificate is told so, and nothing is read of them. */
final class RemoteListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteListener.class);
    private static final int BACKLOG = 64;

    private final ServerSocket server;
    private final Parts parts;
    private final Thread acceptor;

    /** All that are open, those too that have not said yet who they are. */
    @GuardedBy("this")
    private final Set<Line> open = new HashSet<>();

    @GuardedBy("this")
    private final Map<Fingerprint, Set<Line>> known = new HashMap<>();

    @GuardedBy("this")
    private boolean closed;

    /**
     * What it is put together with.
     *
     * @param identity of this daemon
     * @param remotes who may come in
     * @param contents what they may read
     * @param watch cuts those that stall
     * @param limits of their number and time
     * @param self how this daemon introduces itself
     * @param tls on every connection
     * @param clock the time of day
     * @param receiving makes the copies that they order
     * @param waiting takes the connections that they are asked on
     * @param asking on those
     */
    record Parts(
            RemoteIdentity identity,
            Remotes remotes,
            Contents contents,
            LineWatch watch,
            RemoteLimits limits,
            RemoteLines.Self self,
            RemoteTls tls,
            InstantSource clock,
            Receiving receiving,
            WaitingLines waiting,
            Asking.Tools asking) {}

    private RemoteListener(ServerSocket server, Parts parts) {
        this.server = server;
        this.parts = parts;
        this.acceptor = Thread.ofPlatform().name("remote-accept").unstarted(this::accept);
    }

    /**
     * Listens from now on.
     *
     * @throws Failure.Unavailable if the address cannot be had
     */
    static RemoteListener start(InetSocketAddress address, Parts parts) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(address, BACKLOG);
            RemoteListener listener = new RemoteListener(server, parts);
            listener.acceptor.start();
            LOG.info(
                    "remotes may call {} fingerprint={}",
                    server.getLocalSocketAddress(),
                    parts.identity().fingerprint());
            return listener;
        } catch (IOException e) {
            throw new Failure.Unavailable("listening for remotes at " + address + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    int port() {
        return server.getLocalPort();
    }

    /** Ends the connections of one that is not known any more. */
    synchronized void hangUpOn(Fingerprint fingerprint) {
        known.getOrDefault(fingerprint, Set.of()).forEach(Line::close);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("closing the port for remotes: {}", e.toString());
        }
        synchronized (this) {
            closed = true;
            open.forEach(Line::close);
        }
        awaitFreePort();
    }

    /** The port is free when nobody accepts any more. */
    private void awaitFreePort() {
        try {
            acceptor.join(parts.limits().connectMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        int count = 0;
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                admit(connection, count++);
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("accepting a remote: {}", e.toString());
                }
            }
        }
    }

    private void admit(Socket connection, int number) throws IOException {
        connection.setTcpNoDelay(true);
        connection.setKeepAlive(true);
        Line line = new Line(
                connection, parts.tls().accept(connection), parts.self().nanoClock());
        synchronized (this) {
            if (closed) {
                line.close();
                return;
            }
            if (open.size() >= parts.limits().linesMax()) {
                LOG.warn("{} remotes are connected, and another one is turned away", open.size());
                line.close();
                return;
            }
            open.add(line);
        }
        Thread.ofPlatform()
                .name("remote-" + number)
                .start(() -> serve(parts.watch().watch(line)));
    }

    private void serve(Line line) {
        try {
            Fingerprint fingerprint = line.shakeHands(parts.limits().connectMillis());
            if (parts.remotes().find(fingerprint).isEmpty()) {
                refuse(fingerprint, line);
                return;
            }
            if (!enter(fingerprint, line)) {
                return;
            }
            try {
                greet(fingerprint, line);
            } finally {
                leave(fingerprint, line);
            }
        } catch (IOException | Failure e) {
            LOG.info("a remote's connection ends: {}", Messages.printable(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("a remote's connection ends", e);
        } finally {
            synchronized (this) {
                open.remove(line);
            }
            line.close();
        }
    }

    /** It is told why before anything is read, and hangs up. */
    private void refuse(Fingerprint fingerprint, Line line) throws IOException {
        LOG.warn("fingerprint={} is not known, and is turned away", fingerprint);
        FrameWriter out = new FrameWriter(Protocol.HELLO_BYTES_MAX);
        Messages.error(out, new Failure.Denied("your fingerprint " + fingerprint + " is not known here"));
        line.send(out, parts.limits().connectMillis());
        FrameReader unused = line.receive(parts.limits().connectMillis());
    }

    private synchronized boolean enter(Fingerprint fingerprint, Line line) {
        Set<Line> lines = known.computeIfAbsent(fingerprint, any -> new HashSet<>());
        if (lines.size() >= parts.limits().linesOfOneMax()) {
            parts.waiting().drop(fingerprint);
            lines.removeIf(Line::isClosed);
        }
        if (lines.size() >= parts.limits().linesOfOneMax()) {
            LOG.warn("fingerprint={} has {} connections, and another one is turned away", fingerprint, lines.size());
            return false;
        }
        return lines.add(line);
    }

    private synchronized void leave(Fingerprint fingerprint, Line line) {
        Set<Line> lines = known.get(fingerprint);
        if (lines != null && lines.remove(line) && lines.isEmpty()) {
            known.remove(fingerprint);
        }
    }

    private void greet(Fingerprint fingerprint, Line line) throws IOException {
        RemoteRecord remote = require(fingerprint);
        FrameWriter out = new FrameWriter(Protocol.HELLO_BYTES_MAX);
        int flags = (remote.mayRead() ? Protocol.MAY_READ : 0) | (remote.mayWrite() ? Protocol.MAY_WRITE : 0);
        RemoteLines.Self self = parts.self();
        new Hello(
                        Protocol.VERSION_MIN,
                        Protocol.VERSION_MAX,
                        flags,
                        self.store(),
                        parts.clock().instant(),
                        self.software())
                .write(out);
        line.send(out, parts.limits().stepMillis());
        Hello theirs = Hello.read(line.receive(parts.limits().connectMillis()));
        int unused = theirs.common();
        LOG.debug("remote={} software={} role={}", remote.name(), theirs.software(), theirs.flags());
        if (theirs.flags() == Protocol.ANSWERS) {
            keep(remote, theirs, line);
            return;
        }
        try (Answering answering = new Answering(
                line,
                new Answering.Asker(
                        new Caller(this, fingerprint), parts.identity().aliasesFor(fingerprint), parts.receiving()),
                parts.contents(),
                parts.limits())) {
            answering.run();
        }
    }

    /** One that a remote is asked on: somebody takes it, or it is closed when it lies for too long. */
    private void keep(RemoteRecord remote, Hello theirs, Line line) {
        if (!remote.mayWrite()) {
            throw new Failure.Denied("remote " + remote.name() + " may not copy snapshots to here");
        }
        Fingerprint fingerprint = new Fingerprint(remote.fingerprint());
        Asking asking = new Asking(line, new Asking.Remote(remote.name(), theirs), parts.asking());
        parts.waiting().offer(fingerprint, asking);
        try {
            while (!line.awaitClosing(parts.limits().idleMillis())) {
                if (parts.waiting().withdraw(fingerprint, asking)) {
                    asking.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a remote may do that has called. */
    private record Caller(RemoteListener listener, Fingerprint fingerprint) implements Answering.Standing {

        @Override
        public RemoteRecord requireReader() {
            RemoteRecord remote = listener.require(fingerprint);
            if (!remote.mayRead()) {
                throw new Failure.Denied("you may not copy snapshots from here");
            }
            return remote;
        }

        @Override
        public RemoteRecord requireWriter() {
            RemoteRecord remote = listener.require(fingerprint);
            if (!remote.mayWrite()) {
                throw new Failure.Denied("you may not copy snapshots to here");
            }
            return remote;
        }
    }

    private RemoteRecord require(Fingerprint fingerprint) {
        Optional<RemoteRecord> remote = parts.remotes().find(fingerprint);
        return remote.orElseThrow(() -> new Failure.Denied("this daemon does not know you any more"));
    }
}
