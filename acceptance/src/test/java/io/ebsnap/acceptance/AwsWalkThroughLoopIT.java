package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKey;
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
import java.util.Objects;
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

    /** Where providers of Terraform lie that are not to be downloaded, by its own habit. */
    private static final String TERRAFORM_PROVIDERS = "terraform providers";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private RunningDaemon daemon;

    @SuppressWarnings("NullAway.Init") // by start(), before each test
    private AccessKey key;

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
        key = daemon.call(new CreateAccessKey()).accessKey();
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
                .as(TERRAFORM_PROVIDERS)
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
                .replace("127.0.0.1:8444", "127.0.0.1:" + port);
    }

    private void run(String... command) {
        Commands.Result result = attempt(command);
        assertThat(result.status()).as(result.output() + daemon.log()).isZero();
    }

    private Commands.Result attempt(String... command) {
        String secret =
                String.valueOf(Objects.requireNonNull(key.secretAccessKey()).chars());
        List<String> all = new ArrayList<>(List.of(
                "env",
                "--chdir=" + folder,
                "AWS_ACCESS_KEY_ID=" + key.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY=" + secret,
                "AWS_DEFAULT_REGION=local",
                "AWS_CONFIG_FILE=/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
                "AWS_EC2_METADATA_DISABLED=true",
                "AWS_MAX_ATTEMPTS=1",
                "AWS_PAGER="));
        all.addAll(List.of(command));
        return Commands.attempt(all.toArray(String[]::new));
    }
}
