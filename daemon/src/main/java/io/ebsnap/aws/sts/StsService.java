package io.ebsnap.aws.sts;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsService;
import io.ebsnap.aws.query.Form;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** STS, of which there is GetCallerIdentity. */
public final class StsService implements AwsService {

    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final String VERSION = "Version=2011-06-15";
    private static final String ACTION = "GetCallerIdentity";
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;

    @Override
    public String name() {
        return "sts";
    }

    @Override
    public boolean takes(AwsRequest request) {
        return request.query().contains(VERSION)
                || new String(request.body(), StandardCharsets.ISO_8859_1).contains(VERSION);
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        Parameters in = Form.of(call.request());
        String action = in.text("Action");
        if (action == null) {
            throw AwsFault.of("MissingAction", "The request must contain the parameter Action");
        }
        if (!action.equals(ACTION)) {
            throw AwsFault.of("InvalidAction", "Could not find operation " + action + " for version 2011-06-15");
        }
        AwsCaller caller = call.caller();
        return xml(
                OK,
                new Xml()
                        .root(ACTION + "Response", NAMESPACE)
                        .open(ACTION + "Result")
                        .add("Arn", caller.arn())
                        .add("UserId", caller.userId())
                        .add("Account", caller.accountId())
                        .close()
                        .open("ResponseMetadata")
                        .add("RequestId", call.requestId()));
    }

    @Override
    public AwsAnswer refusal(AwsFault fault, String requestId) {
        return xml(
                fault.status(),
                new Xml()
                        .root("ErrorResponse", NAMESPACE)
                        .open("Error")
                        .add("Type", fault.status() < SERVER_ERROR ? "Sender" : "Receiver")
                        .add("Code", fault.code())
                        .add("Message", fault.text())
                        .close()
                        .add("RequestId", requestId));
    }

    @Override
    public AwsFault fault(AccessRefused refused) {
        String code = switch (refused.reason()) {
            case MISSING -> "MissingAuthenticationToken";
            case INCOMPLETE -> "IncompleteSignature";
            case UNKNOWN_KEY -> "InvalidClientTokenId";
            case MISMATCH, EXPIRED, REPLAYED -> "SignatureDoesNotMatch";
        };
        return new AwsFault(FORBIDDEN, code, refused.text());
    }

    private static AwsAnswer xml(int status, Xml xml) {
        return new AwsAnswer(status, "text/xml", Map.of(), xml.bytes());
    }
}
