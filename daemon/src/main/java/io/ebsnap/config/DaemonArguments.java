package io.ebsnap.config;

import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The daemon's command line.
 *
 * @param help whether only help is wanted
 * @param version whether only the version is wanted
 * @param reload whether a daemon that runs is to read its configuration anew
 * @param region whose daemon this is; empty for the first one
 * @param config the configuration file; empty for {@link #CONFIG_DEFAULT}, or that of the region, which need not exist
 * @param dataDirectory outranks the file and the environment
 * @param socket outranks the file and the environment
 * @param recoveryFile from which the keystore is to be made anew, instead of running
 * @param passphraseFile whose first line opens the recovery file
 */
public record DaemonArguments(
        boolean help,
        boolean version,
        boolean reload,
        Optional<String> region,
        Optional<Path> config,
        Optional<Path> dataDirectory,
        Optional<Path> socket,
        Optional<Path> recoveryFile,
        Optional<Path> passphraseFile) {

    /** Read when no other file is named. */
    public static final Path CONFIG_DEFAULT = Path.of("/etc/ebsnap/ebsnapd.conf");

    /** What {@code --help} prints. */
    public static final String USAGE = """
            Usage: ebsnapd [--region NAME] [--config FILE] [--data-dir DIR] [--socket PATH]
                   ebsnapd [--region NAME] [--config FILE] [--data-dir DIR] --recover FILE --passphrase-file FILE
                   ebsnapd [--region NAME] [--config FILE] [--socket PATH] --reload
            The snapshot daemon. It runs in the foreground and logs to standard error.
                  --region NAME    Be the daemon of a region beside the first one, with everything of its own: defaults are
                                   /etc/ebsnap/regions/NAME.conf, /var/lib/ebsnap-NAME and /run/ebsnap/regions/NAME/ebsnapd.sock.
                  --config FILE    Configuration. Default: /etc/ebsnap/ebsnapd.conf, if it exists.
                  --data-dir DIR   Where everything is kept. Default: /var/lib/ebsnap.
                  --socket PATH    Where clients come in. Default: /run/ebsnap/ebsnapd.sock.
                  --recover FILE   Make the lost keystore of the data directory anew from a recovery file, and exit.
                  --passphrase-file FILE
                                   Its first line is the passphrase of the recovery file.
                  --reload         Let the daemon that runs read its configuration anew, and exit.
              -h, --help           Show this help and exit.
                  --version        Show the version and exit.
            """;

    private static final DaemonArguments NONE = new DaemonArguments(
            false,
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

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
            } else if (argument.equals("--reload")) {
                parsed = parsed.reloading();
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
        return new DaemonArguments(
                forHelp, forVersion, false, region, config, dataDirectory, socket, recoveryFile, passphraseFile);
    }

    private DaemonArguments reloading() {
        return new DaemonArguments(
                false, false, true, region, config, dataDirectory, socket, recoveryFile, passphraseFile);
    }

    private DaemonArguments with(String option, String value) {
        if (value.isEmpty()) {
            throw new Failure.Invalid("option " + option + " needs a value", "ebsnapd --help");
        }
        Supplier<Optional<Path>> path =
                () -> Optional.of(Path.of(value).toAbsolutePath().normalize());
        return switch (option) {
            case "--region" ->
                new DaemonArguments(
                        false,
                        false,
                        reload,
                        Optional.of(value),
                        config,
                        dataDirectory,
                        socket,
                        recoveryFile,
                        passphraseFile);
            case "--config" -> places(path.get(), dataDirectory, socket);
            case "--data-dir" -> places(config, path.get(), socket);
            case "--socket" -> places(config, dataDirectory, path.get());
            case "--recover" ->
                new DaemonArguments(
                        false, false, reload, region, config, dataDirectory, socket, path.get(), passphraseFile);
            case "--passphrase-file" ->
                new DaemonArguments(
                        false, false, reload, region, config, dataDirectory, socket, recoveryFile, path.get());
            default -> throw new Failure.Invalid("there is no option '" + option + "'", "ebsnapd --help");
        };
    }

    private DaemonArguments places(Optional<Path> file, Optional<Path> data, Optional<Path> clients) {
        return new DaemonArguments(false, false, reload, region, file, data, clients, recoveryFile, passphraseFile);
    }
}
