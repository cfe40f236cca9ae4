package io.ebsnap.aws;

import java.util.List;
import java.util.Optional;

/**
 * A request as it came; nothing of it is decoded, because that is how it was signed. Whoever gets one does not change its body.
 *
 * @param method in capitals
 * @param path begins with a slash
 * @param query what stands behind the question mark; empty if there is none
 * @param headers in the order in which they came
 * @param body all of it; empty if there is none
 * @param peer log-in name of the user of this machine at the other end of the Unix socket; empty if it came another way
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record AwsRequest(
        String method, String path, String query, List<Header> headers, byte[] body, Optional<String> peer) {

    public AwsRequest {
        headers = List.copyOf(headers);
    }

    /**
     * A field of the head.
     *
     * @param name in lower case
     * @param value without the white space around it
     */
    public record Header(String name, String value) {}

    /** The values of all headers of a name, in lower case. */
    public List<String> headers(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .toList();
    }

    /** The value of the first header of a name, in lower case. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }
}
