package io.ebsnap.aws.http;

import io.ebsnap.failure.Failure;
import io.ebsnap.socket.PeerGate;
import io.ebsnap.socket.SocketPlace;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for AWS's own tools. Started once and closed once; both by one thread. */
public final class AwsListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AwsListener.class);
    private static final int THREADS_MIN = 2;
    private static final int THREAD_IDLE_MILLIS = 60_000;
    private static final int STOP_MILLIS = 5_000;

    private final Server server;
    private final Optional<SocketPlace> socket;

    private AwsListener(Server server, Optional<SocketPlace> socket) {
        this.server = server;
        this.socket = socket;
    }

    /**
     * Where it listens.
     *
     * @param port of TCP
     * @param tls whom it says to be there; without, there is no TLS
     * @param socket a Unix socket
     * @param gate says who may use that
     */
    public record Addresses(
            Optional<InetSocketAddress> port, Optional<SSLContext> tls, Optional<SocketPlace> socket, PeerGate gate) {}

    /**
     * Begins to listen.
     *
     * @throws Failure.Conflict if a living daemon listens at the Unix socket
     * @throws Failure.Unavailable if there cannot be listened
     */
    public static AwsListener start(Addresses addresses, AwsFront front, HttpLimits limits) {
        QueuedThreadPool threads = new QueuedThreadPool(limits.threadsMax(), THREADS_MIN, THREAD_IDLE_MILLIS);
        threads.setName("aws");
        threads.setReservedThreads(0);
        Server server = new Server(threads);
        server.setHandler(new FrontHandler(front, addresses.gate(), limits));
        server.setErrorHandler((request, response, callback) -> {
            callback.succeeded();
            return true;
        });
        server.setStopTimeout(STOP_MILLIS);
        server.addBean(new NetworkConnectionLimit(limits.connectionsMax(), server));
        addresses.port().ifPresent(port -> server.addConnector(connector(server, port, addresses.tls(), limits)));
        AwsListener listener = new AwsListener(server, addresses.socket());
        listener.begin(limits);
        return listener;
    }

    private static ServerConnector connector(
            Server server, InetSocketAddress port, Optional<SSLContext> tls, HttpLimits limits) {
        HttpConnectionFactory http = http(limits);
        ConnectionFactory[] factories = tls.map(context -> new ConnectionFactory[] {secure(context, http), http})
                .orElseGet(() -> new ConnectionFactory[] {http});
        ServerConnector connector = new ServerConnector(server, 1, 1, factories);
        connector.setHost(port.getAddress().getHostAddress());
        connector.setPort(port.getPort());
        return bounded(connector, limits);
    }

    private static SslConnectionFactory secure(SSLContext context, HttpConnectionFactory http) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(context);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return new SslConnectionFactory(factory, http.getProtocol());
    }

    /** Paths are taken as they come, because that is how they were signed; they name no files. */
    private static HttpConnectionFactory http(HttpLimits limits) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(limits.headBytesMax());
        configuration.setMinRequestDataRate(limits.bodyBytesPerSecondMin());
        configuration.setMinResponseDataRate(limits.bodyBytesPerSecondMin());
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        return new HttpConnectionFactory(configuration);
    }

    private static <C extends AbstractConnector> C bounded(C connector, HttpLimits limits) {
        connector.setIdleTimeout(limits.idleMax().toMillis());
        return connector;
    }

    private void begin(HttpLimits limits) {
        try {
            if (socket.isPresent()) {
                UnixDomainServerConnector local =
                        bounded(new UnixDomainServerConnector(server, 1, 1, http(limits)), limits);
                server.addConnector(local);
                socket.get().bindBy(path -> bind(local, path));
            } else {
                server.start();
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        } catch (Exception e) {
            close();
            throw new Failure.Unavailable("listening for AWS's own tools: " + e.getMessage(), e);
        }
        LOG.info("aws connectors={} listening", server.getConnectors().length);
    }

    private void bind(UnixDomainServerConnector local, Path path) {
        local.setUnixDomainPath(path);
        try {
            server.start();
        } catch (Exception e) {
            throw new Failure.Unavailable("listening for AWS's own tools: " + e.getMessage(), e);
        }
    }

    /** The port of TCP that it listens at; 0 if there is none. */
    public int port() {
        for (var connector : server.getConnectors()) {
            if (connector instanceof ServerConnector tcp) {
                return tcp.getLocalPort();
            }
        }
        return 0;
    }

    /** What has begun is answered, for some seconds. */
    @Override
    public void close() {
        socket.ifPresent(SocketPlace::release);
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the listener of AWS's own tools does not end as it should: {}", e.toString());
        }
    }
}
