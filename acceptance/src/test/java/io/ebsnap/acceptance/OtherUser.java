package io.ebsnap.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The command line as another user of the machine, in one process that stays. For use by one thread. */
final class OtherUser implements AutoCloseable {

    private final Path socket;
    private final Process process;
    private final BufferedReader answers;

    private OtherUser(Path socket, Process process) {
        this.socket = socket;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What a command printed and how it ended. */
    record Result(int status, String output) {}

    /**
     * Begins to be somebody else.
     *
     * @param user number
     * @param group number of the only group
     * @param classes as {@link #readableClasses} has made them
     */
    static OtherUser of(int user, int group, Path classes, Path socket) throws IOException {
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--reuid=" + user,
                        "--regid=" + group,
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes + "/*:" + classes,
                        "io.ebsnap.cli.CommandsOfUser")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new OtherUser(socket, process);
    }

    /** The command line's classes in a folder that everybody can read, wherever the checkout is. */
    static Path readableClasses(Path folder) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Path target = Checkout.script("ebsnap")
                .resolveSibling(Path.of("..", "cli", "target"))
                .normalize();
        for (Path from : List.of(target, target.resolve("lib"))) {
            try (Stream<Path> jars = Files.list(from)) {
                for (Path jar :
                        jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    Files.copy(jar, classes.resolve(jar.getFileName()));
                }
            }
        }
        Path own = classes.resolve("io/ebsnap/cli/CommandsOfUser.class");
        Files.createDirectories(own.getParent());
        Files.copy(OtherUser.class.getResourceAsStream("/io/ebsnap/cli/CommandsOfUser.class"), own);
        openToAll(classes);
        return classes;
    }

    private static void openToAll(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Runs a command that must succeed; returns what it printed. */
    String run(String... arguments) {
        Result result = attempt(arguments);
        if (result.status() != 0) {
            throw new AssertionError("ebsnap " + String.join(" ", arguments) + " ended with " + result.status() + ": "
                    + result.output());
        }
        return result.output();
    }

    /** Runs a command, whatever comes of it. */
    Result attempt(String... arguments) {
        try {
            String line = "--socket\t" + socket + "\t" + String.join("\t", arguments) + "\n";
            process.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new AssertionError("the other user's process is gone");
            }
            String[] parts = answer.split("\t", -1);
            String output = new String(HexFormat.of().parseHex(parts[1]), StandardCharsets.UTF_8);
            return new Result(Integer.parseInt(parts[0]), output.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
