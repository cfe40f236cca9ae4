package io.ebsnap.aws.rest;

import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonObject;
import java.util.Map;

/** Answers of services whose requests are told by method and path. */
public final class RestAnswers {

    private static final String JSON = "application/json";
    private static final int NO_CONTENT = 204;

    private RestAnswers() {}

    /** JSON. */
    public static AwsAnswer of(int status, JsonObject body, String requestId) {
        return new AwsAnswer(status, JSON, Map.of(), body.bytes()).to(requestId);
    }

    /** Nothing but that it is done. */
    public static AwsAnswer done(String requestId) {
        return new AwsAnswer(NO_CONTENT, JSON, Map.of(), new byte[0]).to(requestId);
    }

    /** A refusal. */
    public static AwsAnswer of(AwsFault fault, String requestId) {
        JsonObject body = new JsonObject().add("Message", fault.text());
        fault.members().forEach((name, values) -> {
            if (name.endsWith("s")) {
                body.texts(name, values);
            } else {
                body.add(name, values.getFirst());
            }
        });
        return new AwsAnswer(fault.status(), JSON, Map.of("x-amzn-ErrorType", fault.code()), body.bytes())
                .to(requestId);
    }
}
