package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/** What a command has at hand: the global options, the output, the daemon, time and the person at the terminal. */
final class Session {

    static final String SOCKET_VARIABLE = "EBSNAP_SOCKET";
    static final Path SOCKET_DEFAULT = Path.of("/run/ebsnap/ebsnapd.sock");

    private final Surroundings surroundings;
    private final EbsnapCommand options = new EbsnapCommand();

    Session(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * What comes from outside of the program.
     *
     * @param renderer prints
     * @param environment variables
     * @param pause waits between two questions to the daemon
     * @param nanoTime elapsed time
     * @param prompt asks for a passphrase
     */
    record Surroundings(
            Renderer renderer, Map<String, String> environment, Pause pause, LongSupplier nanoTime, Prompt prompt) {}

    EbsnapCommand options() {
        return options;
    }

    Renderer renderer() {
        return surroundings.renderer();
    }

    boolean isJson() {
        return options.output == OutputFormat.JSON;
    }

    Prompt prompt() {
        return surroundings.prompt();
    }

    /** Connects to the daemon; the caller closes the connection. */
    ApiClient connect() {
        return ApiClient.connect(socket(), "ebsnap/" + Version.current());
    }

    private Path socket() {
        if (options.socket != null) {
            return options.socket;
        }
        String fromEnvironment = surroundings.environment().getOrDefault(SOCKET_VARIABLE, "");
        return fromEnvironment.isEmpty() ? SOCKET_DEFAULT : Path.of(fromEnvironment);
    }

    /** Watches long work, telling how far it is unless nobody wants to know. */
    Watch watch(ApiClient daemon) {
        Renderer audience = options.quiet ? renderer().withoutNotes() : renderer();
        return new Watch(daemon, audience, surroundings.pause(), surroundings.nanoTime());
    }
}
