package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Terraform's provider of AWS makes, changes and deletes here, it finds as it has left it. */
@RequiresRoot
@RequiresLoopDevices
class AwsTerraformLoopIT {

    private static final String CONFIGURATION = "acceptance/src/test/terraform/main.tf";

    /** The provider takes no ARNs of keys in regions that are not named as AWS names them. */
    private static final String REGION = "[region]\nname = \"eu-local-1\"\n\n";

    @TempDir
    private Path folder = Path.of("");

    /** Terraform is in no Debian: where it is not installed, with its provider, this is not run. */
    @Test
    void nothingIsToBeChangedAfterItWasMadeAndAfterItWasChanged() throws IOException {
        assumeThat(Commands.attempt("sh", "-c", "command -v terraform").status())
                .as("terraform is not installed")
                .isZero();
        Path work = Files.createDirectory(folder.resolve("terraform"));
        Files.writeString(work.resolve("main.tf"), Checkout.text(CONFIGURATION));
        assumeThat(Commands.attempt("terraform", "-chdir=" + work, "init", "-no-color")
                        .status())
                .as("there is no provider of AWS for it")
                .isZero();
        try (AwsDaemon daemon = AwsDaemon.start(folder, REGION)) {
            for (String changed : List.of("false", "true")) {
                run(daemon.tools(), work, changed, "apply", "-auto-approve");
                run(daemon.tools(), work, changed, "plan", "-detailed-exitcode");
            }
            run(daemon.tools(), work, "true", "destroy", "-auto-approve");
        }
    }

    private static void run(AwsTools tools, Path work, String changed, String... command) {
        List<String> all = new ArrayList<>(List.of("terraform", "-chdir=" + work));
        all.addAll(List.of(command));
        all.addAll(List.of("-no-color", "-var", "endpoint=" + tools.endpoint(), "-var", "changed=" + changed));
        Commands.Result result = tools.command(all);
        assertThat(result.status()).as(result.output()).isZero();
    }
}
