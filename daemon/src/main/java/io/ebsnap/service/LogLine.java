package io.ebsnap.service;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** The form of a log line: priority for journald, or time and level; the part of the daemon; the message; then the stack of an error. */
final class LogLine extends Formatter {

    private final boolean journal;

    LogLine(boolean journal) {
        this.journal = journal;
    }

    @Override
    public String format(LogRecord entry) {
        String head = journal
                ? "<" + priority(entry.getLevel()) + ">"
                : entry.getInstant().truncatedTo(ChronoUnit.MILLIS) + " " + word(entry.getLevel()) + " ";
        String text = head + part(entry.getLoggerName()) + ": " + oneLine(formatMessage(entry)) + "\n";
        return entry.getThrown() == null ? text : text + stack(entry.getThrown(), head);
    }

    /** Outside text may hold line ends, which would make lines of their own in the journal. */
    private static String oneLine(String message) {
        return message.replace("\r", "\\r").replace("\n", "\\n");
    }

    private static String stack(Throwable thrown, String head) {
        StringWriter lines = new StringWriter();
        thrown.printStackTrace(new PrintWriter(lines));
        return head + lines.toString().strip().replace("\n", "\n" + head + "  ") + "\n";
    }

    private static String part(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static int priority(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return 3;
        }
        if (value >= Level.WARNING.intValue()) {
            return 4;
        }
        return value >= Level.INFO.intValue() ? 6 : 7;
    }

    private static String word(Level level) {
        return switch (priority(level)) {
            case 3 -> "ERROR";
            case 4 -> "WARN ";
            case 6 -> "INFO ";
            default -> "DEBUG";
        };
    }
}
