package io.ebsnap.aws.ec2;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.Request;
import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.ActionFailed;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsService;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.aws.query.Form;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** EC2, as far as it is about what ebsnap has. */
public final class Ec2Service implements AwsService {

    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";
    private static final String UNAUTHORIZED_OPERATION = "UnauthorizedOperation";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int PRECONDITION_FAILED = 412;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;

    private final Map<String, Function<Parameters, Prepared>> actions = new HashMap<>();
    private final CalledActions called;
    private final ClientTokens tokens;

    /**
     * Over the actions of whoever calls.
     *
     * @param called whose errors have EC2's codes
     * @param clock by which client tokens are forgotten
     */
    public Ec2Service(Ec2Facts facts, CalledActions called, InstantSource clock) {
        this.called = called;
        this.tokens = new ClientTokens(clock);
        List.of(
                        new RegionActions(facts),
                        new SnapshotActions(),
                        new SnapshotSetActions(facts),
                        new SnapshotSharingActions(),
                        new SnapshotLockActions(),
                        new SnapshotTierActions(),
                        new FastRestoreActions(),
                        new RecycleBinActions(),
                        new EncryptionDefaultActions(),
                        new VolumeActions(facts),
                        new VolumeModificationActions(),
                        new VolumeStatusActions(facts),
                        new AttachmentActions(facts),
                        new InstanceActions(facts),
                        new ImageActions(facts),
                        new ImageMakingActions(facts),
                        new ImageAttributeActions(),
                        new ImageTermActions(),
                        new TagActions())
                .forEach(group -> actions.putAll(group.byName()));
    }

    @Override
    public String name() {
        return "ec2";
    }

    @Override
    public boolean takes(AwsRequest request) {
        return true;
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        if (!call.request().path().equals("/")) {
            throw AwsFault.of(
                    "InvalidAction", "There is nothing at " + call.request().path());
        }
        Parameters in = Form.of(call.request());
        String action = in.text("Action");
        if (action == null || action.isEmpty()) {
            throw AwsFault.of("MissingAction", "The request must contain the parameter Action");
        }
        Function<Parameters, Prepared> reader = actions.get(action);
        if (reader == null) {
            throw AwsFault.of("InvalidAction", "The action " + action + " is not valid for this web service.");
        }
        String unused = in.text("Version");
        boolean isDry = in.isTrue("DryRun");
        Prepared prepared = reader.apply(in);
        in.requireUnderstood();
        Xml out = new Xml().root(action + "Response", NAMESPACE).add("requestId", call.requestId());
        write(prepared, call, isDry, out);
        return xml(OK, out);
    }

    private void write(Prepared prepared, AwsCall call, boolean isDry, Xml out) {
        switch (prepared) {
            case Prepared.Asked<?> asked -> {
                requirePermitted(asked.request(), call);
                refuseDry(isDry);
                asked.write(once(asked, call), out);
            }
            case Prepared.Following<?> following -> {
                requirePermitted(following.request(), call);
                write(following.after(asked(following.request(), call)), call, isDry, out);
            }
            case Prepared.Known known -> {
                refuseDry(isDry);
                known.writer().accept(out);
            }
        }
    }

    private void requirePermitted(Request<?> request, AwsCall call) {
        if (!called.permits(call, request)) {
            throw new AwsFault(FORBIDDEN, UNAUTHORIZED_OPERATION, "You are not authorized to perform this operation.");
        }
    }

    private static void refuseDry(boolean isDry) {
        if (isDry) {
            throw new AwsFault(
                    PRECONDITION_FAILED, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
        }
    }

    private Record once(Prepared.Asked<?> asked, AwsCall call) {
        Optional<String> token = asked.clientToken();
        return token.isEmpty()
                ? asked(asked.request(), call)
                : tokens.once(
                        new ClientTokens.Key(
                                call.caller().accountId(), asked.request().action(), token.get()),
                        asked.request(),
                        () -> asked(asked.request(), call));
    }

    private Record asked(Request<?> request, AwsCall call) {
        try {
            return called.ask(call, request);
        } catch (ActionFailed e) {
            throw fault(e.error());
        }
    }

    private static AwsFault fault(ApiError error) {
        return new AwsFault(status(error), error.code(), error.message());
    }

    /** What may work later has a status that makes SDKs try again; what will not has none. */
    private static int status(ApiError error) {
        return switch (error.kind()) {
            case INTERNAL -> INTERNAL;
            case UNAVAILABLE -> UNAVAILABLE;
            case DENIED -> error.code().equals(UNAUTHORIZED_OPERATION) ? FORBIDDEN : BAD_REQUEST;
            case INVALID, NOT_FOUND, CONFLICT, CORRUPT, TOO_OLD, TOO_NEW, EXHAUSTED -> BAD_REQUEST;
        };
    }

    @Override
    public AwsAnswer refusal(AwsFault fault, String requestId) {
        return xml(
                fault.status(),
                new Xml()
                        .open("Response")
                        .open("Errors")
                        .open("Error")
                        .add("Code", fault.code())
                        .add("Message", fault.text())
                        .close()
                        .close()
                        .add("RequestID", requestId));
    }

    @Override
    public AwsFault fault(AccessRefused refused) {
        return switch (refused.reason()) {
            case MISSING -> new AwsFault(FORBIDDEN, "MissingAuthenticationToken", refused.text());
            case INCOMPLETE -> AwsFault.of("IncompleteSignature", refused.text());
            case EXPIRED -> AwsFault.of("RequestExpired", refused.text());
            case UNKNOWN_KEY, MISMATCH -> new AwsFault(UNAUTHORIZED, "AuthFailure", refused.text());
            case REPLAYED -> new AwsFault(UNAVAILABLE, "RequestLimitExceeded", refused.text());
        };
    }

    private static AwsAnswer xml(int status, Xml xml) {
        return new AwsAnswer(status, "text/xml;charset=UTF-8", Map.of(), xml.bytes());
    }
}
