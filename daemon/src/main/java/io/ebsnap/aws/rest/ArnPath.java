package io.ebsnap.aws.rest;

import io.ebsnap.aws.AwsRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Paths that end in an ARN, {@code /tags/arn%3Aaws%3A...}: several services have them, and the ARN says which one is meant. */
public final class ArnPath {

    private static final String TAGS = "/tags/";
    private static final int SERVICE = 2;
    private static final int RESOURCE = 5;
    private static final int PARTS = 6;

    private ArnPath() {}

    /** Whether the tags of something of a service are meant. */
    public static boolean isFor(String service, AwsRequest request) {
        return request.path().startsWith(TAGS)
                && decoded(request.path().substring(TAGS.length()))
                        .map(arn -> arn.split(":", PARTS))
                        .filter(parts -> parts.length == PARTS && parts[SERVICE].equals(service))
                        .isPresent();
    }

    /**
     * What an ARN names of a type of resource.
     *
     * @param type such as {@code rule}, which stands before a slash
     * @return empty if it names something else
     */
    public static Optional<String> resource(String arn, String type) {
        String[] parts = arn.split(":", PARTS);
        return parts.length == PARTS && parts[RESOURCE].startsWith(type + "/")
                ? Optional.of(parts[RESOURCE].substring(type.length() + 1))
                : Optional.empty();
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
