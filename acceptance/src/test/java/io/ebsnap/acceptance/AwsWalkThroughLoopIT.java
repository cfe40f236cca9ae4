package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/aws-tools.md: what it tells to type works as it stands there. */
@RequiresRoot
class AwsWalkThroughLoopIT {

    private static final String PAGE = "docs/aws-tools.md";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private RunningDaemon daemon;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private AwsTools tools;

    private int port;

    @BeforeEach
    void start() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        port = AwsTools.freePort();
        Path archive = Files.createDirectory(folder.resolve("archive"));
        Files.writeString(
                home.config(),
                "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n\n[archive]\ndirectory = \"" + archive + "\"\n");
        daemon = RunningDaemon.start(home);
        AwsTools.awaitPort(port);
        tools = AwsTools.with(daemon.call(new CreateAccessKey()).accessKey(), "http://127.0.0.1:" + port);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    @Test
    @RequiresLoopDevices
    @Requires(command = {"aws", "openssl"})
    void theCommandLineGetsThroughEverything() throws IOException {
        String newer = Commands.attempt("aws", "ec2", "lock-snapshot", "help").status() == 0 ? "sh(?:-2024)?" : "sh";
        run(
                "bash",
                "-eux",
                Files.writeString(folder.resolve("walk.sh"), page(newer)).toString());
    }

    @Test
    @Requires(command = {"python3"})
    void botoDoes() throws IOException {
        run(
                "python3",
                Files.writeString(folder.resolve("walk.py"), page("python")).toString());
    }

    /** Terraform is in no Debian: where it is not installed, with its provider, this is not run. */
    @Test
    void terraformDoesAndFindsNothingToChangeThen() throws IOException {
        assumeThat(Commands.attempt("sh", "-c", "command -v terraform").status())
                .as("terraform is not installed")
                .isZero();
        Path work = Files.createDirectory(folder.resolve("terraform"));
        Files.writeString(work.resolve("main.tf"), page("hcl"));
        assumeThat(attempt("terraform", "-chdir=" + work, "init", "-no-color").status())
                .as("there is no provider of AWS for it")
                .isZero();
        run("terraform", "-chdir=" + work, "apply", "-auto-approve", "-no-color");
        run("terraform", "-chdir=" + work, "plan", "-detailed-exitcode", "-no-color");
        run("terraform", "-chdir=" + work, "destroy", "-auto-approve", "-no-color");
    }

    private String page(String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Checkout.text(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining("\n"))
                .replace("127.0.0.1:8444", "127.0.0.1:" + port)
                .replace("/dev/ebsnap/", folder.resolve("devices") + "/");
    }

    private void run(String... command) {
        Commands.Result result = attempt(command);
        assertThat(result.status()).as(result.output() + daemon.log()).isZero();
    }

    private Commands.Result attempt(String... command) {
        List<String> there = new ArrayList<>(List.of("env", "--chdir=" + folder));
        there.addAll(List.of(command));
        return tools.command(there);
    }
}
