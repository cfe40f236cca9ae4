package io.ebsnap.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line of ebsnap as a process that stays: a Java start takes seconds in the virtual machine, a command some
 * milliseconds. It runs the very code of {@code ebsnap}, all but its entry point.
 *
 * <p>A request is a line in a FIFO, of fields divided by U+001F: the reply's place, the daemon's socket, then the arguments. A
 * reply is a file of what went to standard output, {@code PLACE.out}, one of what went to standard error, {@code PLACE.err},
 * and then the exit code as a line in the FIFO {@code PLACE}.
 */
public final class Resident {

    private static final int WIDTH = 100;
    private static final String DIVIDER = "\u001f";

    private Resident() {}

    /** Serves the FIFO that is named first, for ever: nobody who closes it ends the reading, for it is open for writing here. */
    public static void main(String[] arguments) throws IOException {
        try (RandomAccessFile requests = new RandomAccessFile(arguments[0], "rw")) {
            while (true) {
                String line = readLine(requests);
                Thread.ofPlatform().start(() -> serve(List.of(line.split(DIVIDER, -1))));
            }
        }
    }

    private static String readLine(RandomAccessFile requests) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] some = new byte[1];
        while (requests.read(some) == 1 && some[0] != '\n') {
            line.write(some[0]);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void serve(List<String> fields) {
        String place = fields.get(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Renderer renderer = new Renderer(print(out), print(err), false, WIDTH);
        Session.Surroundings surroundings = new Session.Surroundings(
                renderer,
                Map.of("EBSNAP_SOCKET", fields.get(1)),
                RegionSockets.STANDARD,
                Thread::sleep,
                System::nanoTime,
                Resident::refuse,
                InstantSource.system(),
                new Programs(ProcessBuilder::start));
        List<String> arguments = new ArrayList<>(fields.subList(2, fields.size()));
        int status = Ebsnap.run(surroundings, arguments.toArray(String[]::new));
        try {
            Files.write(Path.of(place + ".out"), out.toByteArray());
            Files.write(Path.of(place + ".err"), err.toByteArray());
            Files.writeString(Path.of(place), status + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            System.err.println("the reply at " + place + " cannot be written: " + e);
        }
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static char[] refuse(String question) {
        throw new Refusal(ExitCode.USAGE, "there is no terminal to ask at", "give it with --passphrase-file");
    }
}
