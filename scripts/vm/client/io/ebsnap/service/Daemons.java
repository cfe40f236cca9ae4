package io.ebsnap.service;

import io.ebsnap.config.ConfigReader;
import io.ebsnap.config.DaemonArguments;
import io.ebsnap.config.EbsnapdConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * One daemon after the other in a process that stays: in the virtual machine a daemon starts in a second that way, and many
 * states of a store can be opened by the very code that opens them elsewhere.
 *
 * <p>A request is a line in a FIFO, of fields divided by U+001F: the reply's place, then the arguments of {@code ebsnapd}.
 * SIGTERM ends the daemon. Its end is a line in the FIFO {@code PLACE}: "ended", or why it could not start.
 */
public final class Daemons {

    private static final String DIVIDER = "\u001f";

    private Daemons() {}

    /** Serves the FIFO that is named first, for ever: nobody who closes it ends the reading, for it is open for writing here. */
    public static void main(String[] arguments) throws IOException {
        Logs logs = Logs.install(false);
        try (RandomAccessFile requests = new RandomAccessFile(arguments[0], "rw")) {
            while (true) {
                List<String> fields = List.of(requests.readLine().split(DIVIDER, -1));
                String outcome = run(fields.subList(1, fields.size()), logs);
                Files.writeString(Path.of(fields.get(0)), outcome + "\n", StandardOpenOption.WRITE);
            }
        }
    }

    private static String run(List<String> words, Logs logs) {
        Map<String, String> environment = System.getenv();
        ConfigReader reader = new ConfigReader(environment, Runtime.getRuntime().availableProcessors());
        try {
            EbsnapdConfig config = reader.read(DaemonArguments.parse(words));
            new DaemonProcess(environment, logs, () -> config).run(config);
            return "ended";
        } catch (RuntimeException e) {
            e.printStackTrace();
            return "failed: " + e.getMessage();
        }
    }
}
