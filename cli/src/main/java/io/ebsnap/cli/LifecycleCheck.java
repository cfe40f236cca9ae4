package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.Done;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.DescribeLifecycleDocument;
import io.ebsnap.api.LifecycleRequest.GetLifecyclePolicies;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ebsnap lifecycle check}. */
@Command(
        name = "check",
        header = "Check policies.",
        description = "Without files, those that the daemon knows. The exit code is 2 if one is wrong.")
final class LifecycleCheck extends DaemonCommand {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files of policies.")
    List<Path> files = new ArrayList<>();

    LifecycleCheck(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        return files.isEmpty() ? known(daemon) : given(daemon);
    }

    private int given(ApiClient daemon) {
        int exitCode = ExitCode.OK;
        for (Path file : files) {
            String document = PolicyFile.read(file);
            try {
                Done unused = daemon.call(new DescribeLifecycleDocument(document));
                renderer().line(file + ": right");
            } catch (ApiException e) {
                renderer().error(file + ": " + e.getMessage(), "see ebsnap-policy(5)");
                exitCode = ExitCode.USAGE;
            }
        }
        return exitCode;
    }

    private int known(ApiClient daemon) {
        int exitCode = ExitCode.OK;
        for (LifecyclePolicy policy :
                daemon.call(new GetLifecyclePolicies(List.of(), null)).policies()) {
            if (policy.state().equals("ERROR")) {
                renderer().error(String.valueOf(policy.statusMessage()), "see ebsnap-policy(5)");
                exitCode = ExitCode.USAGE;
            } else {
                renderer().line(policy.name() + ": right");
            }
        }
        return exitCode;
    }
}
