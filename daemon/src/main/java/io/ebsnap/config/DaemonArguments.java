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
 * @param recoveryFile from which the keystore is to be made anew, instead of running
 * @param passphraseFile whose first line opens the recovery file
 */
public record DaemonArguments(
        boolean help,
        boolean version,
        Optional<Path> config,
        Optional<Path> dataDirectory,
        Optional<Path> socket,
        Optional<Path> recoveryFile,
        Optional<Path> passphraseFile) {

    /** Read when no other file is named. */
    public static final Path CONFIG_DEFAULT = Path.of("/etc/ebsnap/ebsnapd.conf");

    /** What {@code --help} prints. */
    public static final String USAGE = """
            Usage: ebsnapd [--config FILE] [--data-dir DIR] [--socket PATH]
                   ebsnapd [--config FILE] [--data-dir DIR] --recover FILE --passphrase-file FILE
            The snapshot daemon. It runs in the foreground and logs to standard error.
                  --config FILE    Configuration. Default: /etc/ebsnap/ebsnapd.conf, if it exists.
                  --data-dir DIR   Where everything is kept. Default: /var/lib/ebsnap.
                  --socket PATH    Where clients come in. Default: /run/ebsnap/ebsnapd.sock.
                  --recover FILE   Make the lost keystore of the data directory anew from a recovery file, and exit.
                  --passphrase-file FILE
                                   Its first line is the passphrase of the recovery file.
              -h, --help           Show this help and exit.
                  --version        Show the version and exit.
            """;

    private static final DaemonArguments NONE = new DaemonArguments(
            false, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

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
                return NONE.asking(true, false);
            } else if (argument.equals("--version")) {
                return NONE.asking(false, true);
            } else if (equals > 0) {
                parsed = parsed.with(argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                i++;
                parsed = parsed.with(argument, i < arguments.size() ? arguments.get(i) : "");
            }
        }
        return parsed;
    }

    private DaemonArguments asking(boolean forHelp, boolean forVersion) {
        return new DaemonArguments(forHelp, forVersion, config, dataDirectory, socket, recoveryFile, passphraseFile);
    }

    private DaemonArguments with(String option, String value) {
        Optional<Path> path = path(option, value);
        return switch (option) {
            case "--config" ->
                new DaemonArguments(false, false, path, dataDirectory, socket, recoveryFile, passphraseFile);
            case "--data-dir" -> new DaemonArguments(false, false, config, path, socket, recoveryFile, passphraseFile);
            case "--socket" ->
                new DaemonArguments(false, false, config, dataDirectory, path, recoveryFile, passphraseFile);
            case "--recover" -> new DaemonArguments(false, false, config, dataDirectory, socket, path, passphraseFile);
            case "--passphrase-file" ->
                new DaemonArguments(false, false, config, dataDirectory, socket, recoveryFile, path);
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
