package io.ebsnap.aws;

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

    public AwsAnswer {
        headers = Map.copyOf(headers);
    }
}
