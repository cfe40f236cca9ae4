package io.ebsnap.exchange;

import io.ebsnap.device.Commands;
import io.ebsnap.device.Tools;
import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** QEMU's programs for image files. */
final class Qemu {

    private static final Duration CONVERSION_MAX = Duration.ofDays(60);

    private static final int CONNECTIONS_MAX = 16;
    private static final int EXPORT_CHARS_MAX = 255;

    private final Tools tools;

    Qemu(Tools tools) {
        this.tools = tools;
    }

    /**
     * Where a program is.
     *
     * @throws Failure.Unavailable with the way out, if this machine does not have it
     */
    Path require(String program, FileFormat format) {
        return tools.find(program)
                .orElseThrow(() -> new Failure.Unavailable(
                        "files of format " + format.word() + " need " + program
                                + ", which is not installed: on Debian it is in the package qemu-utils",
                        null));
    }

    /** Writes what an NBD server has into a new file. */
    Commands.Outcome convert(String uri, FileFormat format, Path file) {
        List<String> arguments = new ArrayList<>(List.of("convert", "-f", "raw", "-O", format.driver()));
        arguments.addAll(format.creation());
        arguments.addAll(List.of(uri, file.toString()));
        return tools.stream("qemu-img", arguments, CONVERSION_MAX, (bytes, length) -> {});
    }

    /**
     * The command that serves a file, to be read only, as long as the thread lives that runs it. QEMU is told the format, and asks the content
     * for none.
     */
    List<String> serving(Path file, FileFormat format, Path socket) {
        return List.of(
                tools.require("setpriv").toString(),
                "--pdeathsig=KILL",
                require("qemu-nbd", format).toString(),
                "--read-only",
                "--persistent",
                "--shared=" + CONNECTIONS_MAX,
                "--format=" + format.driver(),
                "--export-name=" + exportOf(file),
                "--socket=" + socket,
                file.toString());
    }

    /** What a file is called by NBD: its name, as far as that may be called so. */
    static String exportOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, Math.min(name.length(), EXPORT_CHARS_MAX));
    }
}
