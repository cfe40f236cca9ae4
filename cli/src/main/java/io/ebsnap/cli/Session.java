package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a command has at hand: the global options, the output, the daemon, time and the person at the terminal. */
final class Session {

    static final String SOCKET_VARIABLE = "EBSNAP_SOCKET";
    static final String REGION_VARIABLE = "EBSNAP_REGION";
    static final String ACCOUNT_VARIABLE = "EBSNAP_ACCOUNT";

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
     * @param regions where daemons are
     * @param pause waits between two questions to the daemon
     * @param nanoTime elapsed time
     * @param prompt asks for a passphrase
     * @param clock the time of day
     * @param programs of the machine
     */
    record Surroundings(
            Renderer renderer,
            Map<String, String> environment,
            RegionSockets regions,
            Pause pause,
            LongSupplier nanoTime,
            Prompt prompt,
            InstantSource clock,
            Programs programs) {}

    EbsnapCommand options() {
        return options;
    }

    Renderer renderer() {
        return surroundings.renderer();
    }

    boolean isJson() {
        return options.output == OutputFormat.JSON;
    }

    Instant now() {
        return surroundings.clock().instant();
    }

    Prompt prompt() {
        return surroundings.prompt();
    }

    Programs programs() {
        return surroundings.programs();
    }

    /** How far work is that this program does itself. */
    Progress progress(String title) {
        Renderer audience = options.quiet ? renderer().withoutNotes() : renderer();
        return new Progress(audience, surroundings.nanoTime(), title);
    }

    /** Waits a moment. */
    void pause(long millis) {
        try {
            surroundings.pause().millis(millis);
        } catch (InterruptedException e) {
            throw Programs.interrupted(e);
        }
    }

    RegionSockets regions() {
        return surroundings.regions();
    }

    /** Connects to the daemon; the caller closes the connection. */
    ApiClient connect() {
        ApiClient daemon = connect(socket());
        try {
            requireRegion(daemon.welcome().region());
            return daemon;
        } catch (Refusal e) {
            daemon.close();
            throw e;
        }
    }

    /** Connects to whichever daemon is there; the caller closes the connection. */
    ApiClient connect(Path socket) {
        return ApiClient.connect(socket, "ebsnap/" + Version.current(), account());
    }

    /** What is meant for one region is never done in another. */
    private void requireRegion(String region) {
        String wanted = region();
        if (!wanted.isEmpty() && !wanted.equals(region)) {
            throw new Refusal(
                    ExitCode.NOT_FOUND,
                    "no daemon of a region '" + wanted + "' is here: the one at " + socket() + " serves '" + region
                            + "'",
                    "ebsnap region list shows the regions");
        }
    }

    private @Nullable String account() {
        String fromEnvironment = surroundings.environment().getOrDefault(ACCOUNT_VARIABLE, "");
        return options.account == null && !fromEnvironment.isEmpty() ? fromEnvironment : options.account;
    }

    private String region() {
        return options.region == null ? surroundings.environment().getOrDefault(REGION_VARIABLE, "") : options.region;
    }

    /** An option outranks the environment, and a socket the name of a region. */
    Path socket() {
        if (options.socket != null) {
            return options.socket;
        }
        String fromEnvironment = surroundings.environment().getOrDefault(SOCKET_VARIABLE, "");
        if (options.region == null && !fromEnvironment.isEmpty()) {
            return Path.of(fromEnvironment);
        }
        return region().isEmpty() ? regions().first() : regions().of(region());
    }

    /** Watches long work, telling how far it is unless nobody wants to know. */
    Watch watch(ApiClient daemon) {
        Renderer audience = options.quiet ? renderer().withoutNotes() : renderer();
        return new Watch(daemon, audience, surroundings.pause(), surroundings.nanoTime());
    }
}
