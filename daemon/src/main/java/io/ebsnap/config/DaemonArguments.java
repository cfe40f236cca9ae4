package io.ebsnap.config;

import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The daemon's command line.
 *
 * @param help whether only help is wanted
 * @param version whether only the version is wanted
 * @param config the configuration file; empty for {@link #CONFIG_DEFAULT}, which need not exist
 * @param dataDirectory outranks the file and the environment
 * @param socket outranks the file and the environment
 */
public record DaemonArguments(
        boolean help, boolean version, Optional<Path> config, Optional<Path> dataDirectory, Optional<Path> socket) {

    /** Read when no other file is named. */
    public static final Path CONFIG_DEFAULT = Path.of("/etc/ebsnap/ebsnapd.conf");

    /** What {@code --help} prints. */
    public static final String USAGE = """
            Usage: ebsnapd [--config FILE] [--data-dir DIR] [--socket PATH]
            The snapshot daemon. It runs in the foreground and logs to standard error.
                  --config FILE    Configuration. Default: /etc/ebsnap/ebsnapd.conf, if it exists.
                  --data-dir DIR   Where everything is kept. Default: /var/lib/ebsnap.
                  --socket PATH    Where clients come in. Default: /run/ebsnap/ebsnapd.sock.
              -h, --help           Show this help and exit.
                  --version        Show the version and exit.
            """;

    private static final DaemonArguments NONE =
            new DaemonArguments(false, false, Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Reads the command line; {@code --name VALUE} and {@code --name=VALUE} mean the same.
     *
     * @throws Failure.Invalid if something in it is not known
     */
    public static DaemonArguments parse(List<String> arguments) {
        DaemonArguments parsed = NONE;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (argument.equals("-h") || argument.equals("--help")) {
                return new DaemonArguments(true, false, Optional.empty(), Optional.empty(), Optional.empty());
            } else if (argument.equals("--version")) {
                return new DaemonArguments(false, true, Optional.empty(), Optional.empty(), Optional.empty());
            } else if (equals > 0) {
                parsed = parsed.with(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                i++;
                parsed = parsed.with(argument, i < arguments.size() ? arguments.get(i) : "");
            }
        }
        return parsed;
    }

    private DaemonArguments with(String option, String value) {
        return switch (option) {
            case "--config" -> new DaemonArguments(false, false, path(option, value), dataDirectory, socket);
            case "--data-dir" -> new DaemonArguments(false, false, config, path(option, value), socket);
            case "--socket" -> new DaemonArguments(false, false, config, dataDirectory, path(option, value));
            default -> throw new Failure.Invalid("there is no option '" + option + "'", "ebsnapd --help");
        };
    }

    private static Optional<Path> path(String option, String value) {
        if (value.isEmpty()) {
            throw new Failure.Invalid("option " + option + " needs a value", "ebsnapd --help");
        }
        return Optional.of(Path.of(value).toAbsolutePath().normalize());
    }
}
