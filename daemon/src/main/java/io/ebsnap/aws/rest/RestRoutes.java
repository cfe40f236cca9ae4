package io.ebsnap.aws.rest;

import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a service does, by method and path. Immutable when built. */
public final class RestRoutes {

    private final List<Route> routes = new ArrayList<>();

    /** Without any. */
    public RestRoutes() {}

    private record Route(String method, List<String> path, RestAction action) {}

    /**
     * One more.
     *
     * @param path such as {@code /snapshots/{snapshotId}/blocks}; a name in braces stands for one part
     */
    public RestRoutes on(String method, String path, RestAction action) {
        routes.add(new Route(method, parts(path), action));
        return this;
    }

    /**
     * Does what a request is for.
     *
     * @throws AwsFault if it is for nothing of these
     */
    public AwsAnswer answer(AwsCall call) {
        AwsRequest request = call.request();
        List<String> path = parts(request.path());
        for (Route route : routes) {
            Optional<Map<String, String>> variables = variables(route, request.method(), path);
            if (variables.isPresent()) {
                return route.action().answer(new RestRequest(request, variables.get()), call);
            }
        }
        throw AwsFault.of("InvalidAction", "There is no " + request.method() + " " + request.path());
    }

    /** Some tools end a path with a slash. */
    private static List<String> parts(String path) {
        String whole = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return List.of(whole.split("/", -1));
    }

    private static Optional<Map<String, String>> variables(Route route, String method, List<String> path) {
        List<String> template = route.path();
        if (!route.method().equals(method) || template.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int part = 0; part < path.size(); part++) {
            String wanted = template.get(part);
            if (wanted.startsWith("{")) {
                String name = wanted.substring(1, wanted.length() - 1);
                variables.put(name, RestRequest.decoded(path.get(part).replace("+", "%2B"), "the path"));
            } else if (!wanted.equals(path.get(part))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
