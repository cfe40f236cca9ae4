package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hook commands as children of the daemon. */
public final class ShellHooks implements Hooks {

    private static final Logger LOG = LoggerFactory.getLogger(ShellHooks.class);
    private static final int LOGGED_CHARS_MAX = 2000;

    private final Duration limit;
    private final Commands commands;

    /**
     * Hooks with a limit.
     *
     * @param limit how long a command may take before it is killed with all its children
     * @param nanoTime elapsed nanoseconds of a clock that is never set
     */
    public ShellHooks(Duration limit, LongSupplier nanoTime) {
        this(limit, new Commands(nanoTime));
    }

    private ShellHooks(Duration limit, Commands commands) {
        this.limit = limit;
        this.commands = commands;
    }

    @Override
    public Hooks within(Duration other) {
        return new ShellHooks(other, commands);
    }

    @Override
    public void run(String phase, String command, Map<String, String> about) {
        Map<String, String> environment = new HashMap<>(about);
        environment.put("EBSNAP_PHASE", phase);
        Commands.Outcome outcome = commands.run(List.of("/bin/sh", "-c", command), environment, limit);
        LOG.info("hook phase={} status={} output=\"{}\"", phase, outcome.status(), words(outcome));
        if (!outcome.succeeded()) {
            throw new Failure.Conflict(
                    "the " + phase + " hook '" + command + "' failed: " + outcome.text(),
                    "run it by hand as root to see why; the limit is " + limit.toSeconds() + " s");
        }
    }

    private static String words(Commands.Outcome outcome) {
        String all = (outcome.output() + outcome.errors()).strip().replace('\n', '|');
        return all.length() <= LOGGED_CHARS_MAX ? all : all.substring(0, LOGGED_CHARS_MAX) + "...";
    }
}
