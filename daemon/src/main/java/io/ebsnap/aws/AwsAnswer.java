package io.ebsnap.aws;

import java.util.HashMap;
import java.util.Map;

/**
 * The answer to a request.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param headers besides
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record AwsAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {

    private static final String REQUEST_ID = "x-amzn-RequestId";

    public AwsAnswer {
        headers = Map.copyOf(headers);
    }

    /** The same with the id of its request in a header, as services have it whose answers are not XML. */
    public AwsAnswer to(String requestId) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(REQUEST_ID, requestId);
        return new AwsAnswer(status, contentType, more, body);
    }
}
