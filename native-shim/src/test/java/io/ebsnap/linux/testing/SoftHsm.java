package io.ebsnap.linux.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tokens of SoftHSM in a directory of their own. */
public final class SoftHsm {

    /** The module of Debian's package. */
    public static final String MODULE = "/usr/lib/softhsm/libsofthsm2.so";

    /** The variable that names the configuration. */
    public static final String VARIABLE = "SOFTHSM2_CONF";

    /** The PIN of every token's user. */
    public static final String PIN = "2468 secret";

    private final Path tokens;
    private final Path hidden;
    private final Path configuration;

    private SoftHsm(Path directory) {
        this.tokens = directory.resolve("tokens");
        this.hidden = directory.resolve("drawer");
        this.configuration = directory.resolve("softhsm2.conf");
    }

    /** No tokens, yet, in a directory that is there. */
    public static SoftHsm in(Path directory) {
        SoftHsm made = new SoftHsm(directory);
        try {
            Files.createDirectories(made.tokens);
            Files.writeString(
                    made.configuration,
                    "directories.tokendir = " + made.tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@link #VARIABLE} must say. */
    public Path configuration() {
        return configuration;
    }

    /** The library. */
    public Path module() {
        return Path.of(MODULE);
    }

    /** Lets modules that this process initialises from now on see these tokens. */
    @SuppressWarnings("restricted") // Java cannot change its own environment
    public SoftHsm inThisProcess() {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) linker.downcallHandle(
                            linker.defaultLookup().find("setenv").orElseThrow(),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT))
                    .invoke(arena.allocateFrom(VARIABLE), arena.allocateFrom(configuration.toString()), 1);
            if (result != 0) {
                throw new IllegalStateException("setenv failed");
            }
            return this;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a token with {@link #PIN}. */
    public SoftHsm add(String label) {
        util("--init-token", "--free", "--label", label, "--so-pin", "13579 officer", "--pin", PIN);
        return this;
    }

    /** Pulls all tokens out. */
    public void pull() {
        move(tokens, hidden);
        try {
            Files.createDirectory(tokens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the tokens that were pulled out back. */
    public void putBack() {
        try {
            Files.delete(tokens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        move(hidden, tokens);
    }

    /** How many objects all tokens have. */
    public long objects() {
        try (Stream<Path> files = Files.walk(tokens)) {
            return files.filter(file -> file.toString().endsWith(".object"))
                    .filter(file -> !file.endsWith("token.object"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void util(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("softhsm2-util"), List.of(arguments).stream())
                                .toList())
                .redirectErrorStream(true);
        builder.environment().put(VARIABLE, configuration.toString());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("softhsm2-util failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while softhsm2-util ran", e);
        }
    }
}
