package io.ebsnap.service;

import de.thetaphi.forbiddenapis.SuppressForbidden;
import io.ebsnap.config.ConfigReader;
import io.ebsnap.config.DaemonArguments;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's entry point: reads the command line and the configuration, runs the daemon until a signal ends it.
 *
 * <p>Exit codes: 0 after SIGTERM or SIGINT, 1 if it cannot start, 2 if command line or configuration are wrong.
 */
public final class Ebsnapd {

    private static final Logger LOG = LoggerFactory.getLogger(Ebsnapd.class);
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Ebsnapd() {}

    /** Runs the daemon. */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        Logs logs = Logs.install(environment.containsKey("JOURNAL_STREAM"));
        try {
            run(List.of(arguments), environment, logs);
        } catch (Failure.Invalid e) {
            exit(USAGE, e);
        } catch (Failure e) {
            exit(FAILED, e);
        } catch (RuntimeException | Error e) {
            LOG.error("ebsnapd cannot go on", e);
            exit(FAILED, e);
        }
    }

    private static void run(List<String> words, Map<String, String> environment, Logs logs) {
        DaemonArguments arguments = DaemonArguments.parse(words);
        if (arguments.help()) {
            print(DaemonArguments.USAGE);
        } else if (arguments.version()) {
            print("ebsnapd " + Version.current() + "\n");
        } else {
            ConfigReader reader =
                    new ConfigReader(environment, Runtime.getRuntime().availableProcessors());
            EbsnapdConfig config = reader.read(arguments);
            logs.level(config.logLevel());
            if (arguments.reload()) {
                print(ReloadRequest.ask(config.socket().path()));
            } else if (arguments.recoveryFile().isPresent()) {
                KeystoreRecovery.recover(config, arguments.recoveryFile().get(), arguments.passphraseFile());
            } else {
                new DaemonProcess(environment, logs, () -> reader.read(arguments)).run(config);
                end();
            }
        }
    }

    /** Whatever thread still waits for an outside thing does not keep a daemon that has stopped from ending. */
    private static void end() {
        System.exit(0);
    }

    @SuppressForbidden // what was asked for goes to standard output
    private static void print(String text) {
        System.out.print(text);
    }

    @SuppressForbidden // the reason must be seen even where nobody reads logs
    private static void exit(int code, Throwable reason) {
        String hint = reason instanceof Failure failure && failure.hint().isPresent()
                ? "\nhint: " + failure.hint().get()
                : "";
        System.err.println("ebsnapd: " + reason.getMessage() + hint);
        System.exit(code);
    }
}
