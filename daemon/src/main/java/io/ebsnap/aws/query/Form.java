package io.ebsnap.aws.query;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what a form says, within bounds. */
public final class Form {

    static final int PARAMETERS_MAX = 5000;
    static final int NAME_CHARS_MAX = 256;
    static final int VALUE_CHARS_MAX = 16_384;
    static final int DEPTH_MAX = 8;

    private Form() {}

    /**
     * The parameters of a request: those of its body, or if it is a GET of its query, without what is said there of its signature.
     *
     * @throws AwsFault if they are no form, or beyond a bound
     */
    public static Parameters of(AwsRequest request) {
        if (!request.method().equals("GET")) {
            return parse(request.body());
        }
        String query = Stream.of(request.query().split("&", PARAMETERS_MAX + 1))
                .filter(part -> !part.startsWith("X-Amz-"))
                .collect(Collectors.joining("&"));
        return parse(query.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The parameters of a form.
     *
     * @throws AwsFault if it is no form, or beyond a bound
     */
    public static Parameters parse(byte[] form) {
        TreeMap<String, String> values = new TreeMap<>();
        String text = text(form);
        for (String part : text.isEmpty() ? new String[0] : text.split("&", PARAMETERS_MAX + 1)) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
            requireBounded(name, value);
            if (values.put(name, value) != null) {
                throw malformed("the parameter " + name + " is there twice");
            }
            if (values.size() > PARAMETERS_MAX) {
                throw malformed("there are more than " + PARAMETERS_MAX + " parameters");
            }
        }
        return new Parameters(values);
    }

    private static void requireBounded(String name, String value) {
        if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
            throw malformed("the name of a parameter is not of 1 to " + NAME_CHARS_MAX + " characters");
        }
        if (value.length() > VALUE_CHARS_MAX) {
            throw malformed("the parameter " + name + " is longer than " + VALUE_CHARS_MAX + " characters");
        }
        if (name.chars().filter(each -> each == '.').count() > DEPTH_MAX) {
            throw malformed("the parameter " + name + " is nested deeper than " + DEPTH_MAX);
        }
    }

    private static String text(byte[] form) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(form))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("the form is not UTF-8");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("a parameter is not encoded as those of forms are");
        }
    }

    private static AwsFault malformed(String message) {
        return AwsFault.of("MalformedQueryString", message);
    }
}
