package io.ebsnap.aws.http;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AccessRefused.Reason;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsCallers;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsService;
import io.ebsnap.aws.signature.SignatureVerifier;
import io.ebsnap.aws.signature.VerifiedRequest;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads each request to the service that it is for, once it is known who has sent it: whoever has signed it, or the user at the other end of the Unix socket if it is not signed.
 * Safe for use by several threads.
 */
public final class AwsFront {

    private static final Logger LOG = LoggerFactory.getLogger(AwsFront.class);
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    private final List<AwsService> services;
    private final SignatureVerifier verifier;
    private final AwsCallers callers;
    private final Supplier<String> requestIds;

    /**
     * Over services.
     *
     * @param services the last one answers what is for none
     * @param requestIds a new one for each request
     */
    public AwsFront(
            List<AwsService> services, SignatureVerifier verifier, AwsCallers callers, Supplier<String> requestIds) {
        this.services = List.copyOf(services);
        this.verifier = verifier;
        this.callers = callers;
        this.requestIds = requestIds;
    }

    /** The answer to a request, whatever it is. */
    AwsAnswer answer(AwsRequest request) {
        String requestId = requestIds.get();
        AwsService service = services.getLast();
        try {
            service = serviceOf(request);
            return service.answer(called(request, service, requestId));
        } catch (AccessRefused e) {
            LOG.info("request={} service={} refused: {}", requestId, service.name(), e.text());
            return service.refusal(service.fault(e), requestId);
        } catch (AwsFault e) {
            return service.refusal(e, requestId);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("request={} service={}", requestId, service.name(), e);
            return service.refusal(
                    new AwsFault(INTERNAL, "InternalError", "internal error in request " + requestId), requestId);
        }
    }

    /** The answer to a request that is not read. */
    AwsAnswer refuse(AwsFault fault) {
        return services.getLast().refusal(fault, requestIds.get());
    }

    private AwsService serviceOf(AwsRequest request) {
        if (!SignatureVerifier.isSigned(request)) {
            return services.stream()
                    .filter(service -> service.takes(request))
                    .findFirst()
                    .orElse(services.getLast());
        }
        String name = SignatureVerifier.serviceOf(request);
        return services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> AwsFault.of("InvalidAction", "The service " + name + " is not served here."));
    }

    private AwsCall called(AwsRequest request, AwsService service, String requestId) {
        Optional<String> peer = request.peer();
        if (peer.isPresent() && !SignatureVerifier.isSigned(request)) {
            return new AwsCall(request, acting(() -> callers.ofUser(peer.get())), requestId, () -> {});
        }
        VerifiedRequest signed = verifier.verify(request, service.name(), service.takesUnsignedBody(request));
        AwsCaller caller = acting(() -> callers.ofKey(signed.accessKeyId(), signed.holder()));
        return new AwsCall(request, caller, requestId, signed.claim());
    }

    /** Whoever acts for nobody any more is told no more than that. */
    private static AwsCaller acting(Supplier<AwsCaller> caller) {
        try {
            return caller.get();
        } catch (Failure.Denied | Failure.NotFound e) {
            throw new AccessRefused(Reason.UNKNOWN_KEY, String.valueOf(e.getMessage()));
        } catch (Failure.Unavailable e) {
            throw new AwsFault(UNAVAILABLE, "Unavailable", String.valueOf(e.getMessage()));
        }
    }
}
