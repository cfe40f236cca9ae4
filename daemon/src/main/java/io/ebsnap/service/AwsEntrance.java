package io.ebsnap.service;

import io.ebsnap.aws.CalledActions;
import io.ebsnap.aws.dlm.DlmService;
import io.ebsnap.aws.ebs.EbsService;
import io.ebsnap.aws.ec2.Ec2Facts;
import io.ebsnap.aws.ec2.Ec2Service;
import io.ebsnap.aws.http.AwsFront;
import io.ebsnap.aws.http.AwsListener;
import io.ebsnap.aws.http.HttpLimits;
import io.ebsnap.aws.kms.KmsService;
import io.ebsnap.aws.rbin.RbinService;
import io.ebsnap.aws.signature.ClaimedSignatures;
import io.ebsnap.aws.signature.SignatureVerifier;
import io.ebsnap.aws.sts.StsService;
import io.ebsnap.config.AwsTls;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.config.EbsnapdConfig.AwsConfig;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.crypto.PemFiles;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.KeyArns;
import io.ebsnap.socket.PeerGate;
import io.ebsnap.socket.SocketPlace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where AWS's own tools come in. Its classes take half a second to load, which a daemon that starts does not wait for; what is in the way when it is opened is therefore a trouble that
 * the daemon tells of, and not its end.
 */
final class AwsEntrance implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AwsEntrance.class);

    private final EbsnapdConfig config;
    private final Foundation base;
    private final AwsCertificate generated;
    private final Parts parts;
    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
    private @Nullable Thread opening;
    private volatile @Nullable AwsListener listener;

    /**
     * What it leads to.
     *
     * @param accounts who may ask for what
     * @param of with the access keys
     * @param instanceId of this machine, as EC2 would call it
     * @param zones names of the zones
     * @param gate says who may use the Unix socket
     */
    record Parts(
            AccountServices accounts,
            AccountServices.Of of,
            String instanceId,
            Supplier<List<String>> zones,
            PeerGate gate) {}

    /** Nothing is opened yet. */
    AwsEntrance(EbsnapdConfig config, Foundation base, Path directory, Parts parts) {
        this.config = config;
        this.base = base;
        this.generated = new AwsCertificate(directory, base);
        this.parts = parts;
        requireSafe(config.aws());
    }

    /** Who listens to the network hears what is answered, and that is nobody else's. */
    private static void requireSafe(AwsConfig aws) {
        if (!aws.listen().isEmpty() && aws.tls() == AwsTls.NO) {
            InetSocketAddress address = ListenAddresses.of("aws.listen", aws.listen());
            if (!address.getAddress().isLoopbackAddress()) {
                throw new Failure.Invalid(
                        "aws.listen: " + aws.listen() + " is no loopback address, and aws.tls is \"no\"",
                        "see ebsnapd.conf(5), [aws]");
            }
        }
    }

    /** Opens it, beside whatever is done meanwhile; nothing where it is not configured. */
    synchronized void open() {
        if (!config.aws().listen().isEmpty() || config.aws().socket().isPresent()) {
            opening = Thread.ofPlatform().daemon().name("aws-opening").start(this::listen);
        }
    }

    /** What kept it from being opened. */
    List<String> troubles() {
        String known = trouble.get();
        return known == null ? List.of() : List.of(known);
    }

    private void listen() {
        try {
            listener = AwsListener.start(addresses(), front(), HttpLimits.STANDARD);
        } catch (Failure e) {
            LOG.error("AWS's own tools cannot come in: {}", e.getMessage());
            trouble.set("AWS's own tools cannot come in: " + e.getMessage());
        }
    }

    private AwsListener.Addresses addresses() {
        AwsConfig aws = config.aws();
        Optional<InetSocketAddress> port =
                aws.listen().isEmpty() ? Optional.empty() : Optional.of(ListenAddresses.of("aws.listen", aws.listen()));
        return new AwsListener.Addresses(
                port,
                port.isPresent() ? tls(aws) : Optional.empty(),
                aws.socket().map(path -> new SocketPlace(path, config.socket().group())),
                parts.gate());
    }

    private AwsFront front() {
        SignatureVerifier verifier = new SignatureVerifier(
                parts.of().accessKeys()::find,
                base.clock(),
                new ClaimedSignatures(base.clock(), ClaimedSignatures.REMEMBERED_MAX));
        CalledActions called = new CalledActions(new ErrorAnswers(base.random()));
        Ec2Facts facts =
                new Ec2Facts(config.region(), config.aws().listen(), parts.instanceId(), bootTime(), parts.zones());
        return new AwsFront(
                List.of(
                        new EbsService(parts.accounts()::directOf, new KeyArns(config.region(), config.accountId())),
                        new KmsService(called),
                        new RbinService(called),
                        new DlmService(called, config.region()),
                        new StsService(),
                        new Ec2Service(facts, called, base.clock())),
                verifier,
                parts.accounts(),
                () -> UUID.randomUUID().toString());
    }

    private Instant bootTime() {
        return base.clock().instant().minus(base.steady().sinceBoot()).truncatedTo(ChronoUnit.SECONDS);
    }

    private Optional<SSLContext> tls(AwsConfig aws) {
        return switch (aws.tls()) {
            case NO -> Optional.empty();
            case GIVEN ->
                Optional.of(context(aws.certificate().orElseThrow(), aws.key().orElseThrow()));
            case GENERATED -> {
                generated.provide(hosts(aws));
                yield Optional.of(context(generated.certificate(), generated.key()));
            }
        };
    }

    private List<String> hosts(AwsConfig aws) {
        String host = aws.listen().substring(0, aws.listen().lastIndexOf(':')).replaceAll("[\\[\\]]", "");
        return List.of("localhost", "*." + config.region() + ".localhost", "127.0.0.1", host).stream()
                .distinct()
                .toList();
    }

    private static SSLContext context(Path certificate, Path key) {
        try {
            KeyManager[] managers = PemFiles.keyManagers(certificate, key);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers, null, null);
            return context;
        } catch (IOException e) {
            throw new Failure.Unavailable("reading " + certificate + " and " + key + ": " + e, e);
        } catch (GeneralSecurityException e) {
            throw new Failure.Invalid(
                    certificate + " and " + key + " are no certificate and its key: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (opening != null) {
                opening.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        AwsListener open = listener;
        if (open != null) {
            open.close();
        }
    }
}
