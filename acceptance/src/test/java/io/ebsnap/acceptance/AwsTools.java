package io.ebsnap.acceptance;

import io.ebsnap.api.AccessKey;
import io.ebsnap.api.Secret;
import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** AWS's own command line and library, as they are installed, against a daemon of a test. */
final class AwsTools {

    private static final Duration OPEN_MAX = Duration.ofSeconds(60);

    private final List<String> environment;
    private final AwsQuery query;

    private AwsTools(List<String> environment, AwsQuery query) {
        this.environment = environment;
        this.query = query;
    }

    /** With a key that was just made, whose secret is known. */
    static AwsTools with(AccessKey key, String endpoint) {
        Secret secret = Objects.requireNonNull(key.secretAccessKey());
        return with(key.accessKeyId(), String.valueOf(secret.chars()), endpoint);
    }

    static AwsTools with(String id, String secret, String endpoint) {
        return new AwsTools(
                List.of(
                        "AWS_ACCESS_KEY_ID=" + id,
                        "AWS_SECRET_ACCESS_KEY=" + secret,
                        "AWS_DEFAULT_REGION=local",
                        "AWS_CONFIG_FILE=/dev/null",
                        "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
                        "AWS_EC2_METADATA_DISABLED=true",
                        "AWS_MAX_ATTEMPTS=1",
                        "AWS_PAGER="),
                new AwsQuery(id, secret, endpoint));
    }

    /** The same with more in the environment, at another address. */
    AwsTools at(String otherEndpoint, String... more) {
        List<String> all = new ArrayList<>(environment);
        all.addAll(List.of(more));
        return new AwsTools(all, new AwsQuery(query.id(), query.secret(), otherEndpoint));
    }

    /** Where the daemon listens: a URL. */
    String endpoint() {
        return query.endpoint();
    }

    /** What {@code aws} prints. */
    String aws(String... arguments) {
        Commands.Result result = attempt(arguments);
        if (result.status() != 0) {
            throw new AssertionError(
                    "aws " + String.join(" ", arguments) + " ended with " + result.status() + ": " + result.output());
        }
        return result.output();
    }

    /**
     * How {@code aws} ends. It tries nothing again, so that no error is hidden, but for a command that is the same as one within the same second, and
     * so has the same signature: that is signed anew, as it is without our environment.
     */
    Commands.Result attempt(String... arguments) {
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint(), "--output", "text"));
        command.addAll(Arrays.asList(arguments));
        Commands.Result result = command(command);
        while (result.output().contains("a request with this signature was done already")) {
            result = command(command);
        }
        return result;
    }

    /** How a command ends that finds the key in its environment. */
    Commands.Result command(List<String> command) {
        List<String> all = new ArrayList<>(environment);
        all.addFirst("env");
        all.addAll(command);
        return Commands.attempt(all.toArray(String[]::new));
    }

    /** What a program of Python prints, which has the endpoint as its first argument. */
    String python(String program, String... arguments) {
        List<String> command = new ArrayList<>(environment);
        command.addFirst("env");
        command.addAll(List.of("python3", "-c", program, endpoint()));
        command.addAll(Arrays.asList(arguments));
        return Commands.run(command.toArray(String[]::new));
    }

    /** The XML that answers an action of EC2, behind its status if that is an error. */
    String query(String action) {
        return query.ask(action);
    }

    /** Asks an action of EC2 until its answer holds some text: {@code aws ec2 wait} looks every 15 seconds. */
    void await(String action, String text) {
        while (!query(action).contains(text)) {
            RunningDaemon.pause();
        }
    }

    /** A port that nobody has now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens. */
    static void awaitPort(int port) {
        long begin = System.nanoTime();
        while (!listens(port)) {
            if (System.nanoTime() - begin > OPEN_MAX.toNanos()) {
                throw new AssertionError("nobody listens at port " + port + " after " + OPEN_MAX);
            }
            RunningDaemon.pause();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** Waits until a file is there. */
    static void awaitFile(Path file) {
        long begin = System.nanoTime();
        while (!Files.exists(file)) {
            if (System.nanoTime() - begin > OPEN_MAX.toNanos()) {
                throw new AssertionError(file + " is not there after " + OPEN_MAX);
            }
            RunningDaemon.pause();
        }
    }
}
