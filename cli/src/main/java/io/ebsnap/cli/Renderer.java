package io.ebsnap.cli;

import io.ebsnap.api.MessageCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The only place that prints. Results go to standard output, everything else to standard error. Control characters in what the
 * daemon tells, such as a device's name, never reach a terminal.
 */
final class Renderer {

    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final int width;
    private boolean statusShown;

    /**
     * @param terminal whether standard error is a terminal
     * @param width of the terminal in characters
     */
    Renderer(PrintStream out, PrintStream err, boolean terminal, int width) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.width = width;
    }

    /** One whose remarks and progress nobody sees. */
    Renderer withoutNotes() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Renderer(out, nowhere, false, width);
    }

    boolean isTerminal() {
        return terminal;
    }

    int width() {
        return width;
    }

    synchronized void line(String text) {
        clearStatus();
        out.println(printable(text));
    }

    synchronized void table(Table table) {
        clearStatus();
        table.lines().forEach(line -> out.println(printable(line)));
    }

    /** A record in the form in which the daemon sent it, indented. */
    synchronized void json(Record value) {
        clearStatus();
        out.println(MessageCodec.pretty(value));
    }

    /** A record in one line, for programs that read lines as they come. */
    synchronized void jsonLine(Record value) {
        clearStatus();
        out.println(MessageCodec.compact(value));
        out.flush();
    }

    /** Text of several lines that is our own, such as a completion script. */
    synchronized void text(String text) {
        clearStatus();
        out.print(text);
        out.flush();
    }

    /** The content of a file, byte by byte as it is. */
    synchronized void content(InputStream content) throws IOException {
        clearStatus();
        long unused = content.transferTo(out);
        out.flush();
    }

    /** Where the command line parser prints help that was asked for. */
    PrintWriter helpWriter() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    /** A remark for people. */
    synchronized void note(String text) {
        clearStatus();
        err.println(printable(text));
    }

    synchronized void error(String message, @Nullable String hint) {
        clearStatus();
        err.println("ebsnap: " + printable(message));
        if (hint != null) {
            err.println("hint: " + printable(hint));
        }
    }

    /** Shows a line that the next one replaces; for terminals only. */
    synchronized void status(String text) {
        err.print(ERASE_LINE + printable(text.length() < width ? text : text.substring(0, width - 1)));
        err.flush();
        statusShown = true;
    }

    synchronized void clearStatus() {
        if (statusShown) {
            err.print(ERASE_LINE);
            err.flush();
            statusShown = false;
        }
    }

    /** One line without control characters, those that turn the direction of writing among them. */
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(isPrintable(point) ? point : '?'));
        return clean.toString();
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
