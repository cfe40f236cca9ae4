package io.ebsnap.service;

import io.ebsnap.config.LogLevel;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Where log lines go: standard error, one line for each change of state. Under systemd each line begins with the priority that
 * journald reads; elsewhere with the time.
 */
final class Logs {

    private final Logger root;

    private Logs(Logger root) {
        this.root = root;
    }

    /**
     * Takes the place of whatever logs there were.
     *
     * @param journal whether journald reads standard error
     */
    static Logs install(boolean journal) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        Handler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        handler.setFormatter(new LogLine(journal));
        root.addHandler(handler);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> org.slf4j.LoggerFactory.getLogger(Logs.class)
                .error("thread={} ended by an error that nobody expected", thread.getName(), failure));
        return new Logs(root);
    }

    /** Logs what is as important as this, or more. */
    void level(LogLevel level) {
        root.setLevel(
                switch (level) {
                    case ERROR -> Level.SEVERE;
                    case WARN -> Level.WARNING;
                    case INFO -> Level.INFO;
                    case DEBUG -> Level.FINE;
                });
    }
}
