package io.ebsnap.aws.rest;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the path, the query and the head of a request say. What is asked for of the query counts as understood; what nobody has asked for is told at the end. What is wrong is a
 * {@code ValidationException}. For one thread.
 */
public final class RestRequest {

    private static final int PARAMETERS_MAX = 1000;

    private final AwsRequest request;
    private final Map<String, String> variables;
    private final Map<String, List<String>> query;
    private final Set<String> understood = new HashSet<>();

    RestRequest(AwsRequest request, Map<String, String> variables) {
        this.request = request;
        this.variables = variables;
        this.query = query(request.query());
    }

    /** As it came. */
    public AwsRequest request() {
        return request;
    }

    /** What stands in the path in the place of a name. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path has no " + name);
        }
        return value;
    }

    /** A parameter of the query; null if it is not there. */
    public @Nullable String parameter(String name) {
        List<String> values = parameters(name);
        if (values.size() > 1) {
            throw invalid(name + " is there more than once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /** All parameters of a name. */
    public List<String> parameters(String name) {
        understood.add(name);
        return query.getOrDefault(name, List.of());
    }

    /** A parameter that is a whole number within bounds; null if it is not there. */
    public @Nullable Integer number(String name, int min, int max) {
        String value = parameter(name);
        return value == null ? null : number(name, value, min, max);
    }

    /** A header; null if it is not there. */
    public @Nullable String header(String name) {
        return request.header(name).orElse(null);
    }

    /** A header that must be there. */
    public String requiredHeader(String name) {
        String value = header(name);
        if (value == null || value.isEmpty()) {
            throw invalid("the header " + name + " is required");
        }
        return value;
    }

    /** A whole number within bounds. */
    public static int number(String name, String value, int min, int max) {
        boolean fits =
                value.matches("-?[0-9]{1,9}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max;
        if (!fits) {
            throw invalid(name + " is not a whole number from " + min + " to " + max);
        }
        return Integer.parseInt(value);
    }

    /** That something of it is wrong. */
    public static AwsFault invalid(String message) {
        return AwsFault.of("ValidationException", message);
    }

    /**
     * To be called when everything was asked for that is understood.
     *
     * @throws AwsFault if there is more
     */
    public void requireUnderstood() {
        for (String name : query.keySet()) {
            if (!understood.contains(name)) {
                throw invalid("the parameter " + name + " is not understood");
            }
        }
    }

    /** Without what is said there of its signature. */
    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        String[] parts = text.isEmpty() ? new String[0] : text.split("&", PARAMETERS_MAX + 1);
        if (parts.length > PARAMETERS_MAX) {
            throw invalid("there are more than " + PARAMETERS_MAX + " parameters");
        }
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            if (!name.startsWith("X-Amz-")) {
                query.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(part.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return decoded(text, "the query");
    }

    static String decoded(String text, String where) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid(where + " is not encoded as it should be");
        }
    }
}
