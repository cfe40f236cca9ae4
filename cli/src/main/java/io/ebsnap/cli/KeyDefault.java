package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.EbsDefaults;
import io.ebsnap.api.KeyRequest.GetEbsDefaults;
import io.ebsnap.api.KeyRequest.ModifyEbsDefaultKmsKeyId;
import io.ebsnap.api.KeyRequest.ResetEbsDefaultKmsKeyId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key default}. */
@Command(
        name = "default",
        header = "Show or set the key of snapshots for which no other is named.",
        description = "Until it is set, that is key in section [snapshot] of ebsnapd.conf.")
final class KeyDefault extends DaemonCommand {

    @Parameters(paramLabel = "KEY", arity = "0..1", description = "Id, alias or ARN of the key to make it.")
    @Nullable
    String key;

    @Option(names = "--reset", description = "Make it the configured key again.")
    boolean reset;

    KeyDefault(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (reset && key != null) {
            throw new Refusal(ExitCode.USAGE, "--reset names no key", "ebsnap key default --help");
        }
        EbsDefaults defaults = answer(daemon);
        show(defaults, Table.pairs().row("default key", defaults.kmsKeyId()));
        return ExitCode.OK;
    }

    private EbsDefaults answer(ApiClient daemon) {
        if (key != null) {
            return daemon.call(new ModifyEbsDefaultKmsKeyId(key));
        }
        return reset ? daemon.call(new ResetEbsDefaultKmsKeyId()) : daemon.call(new GetEbsDefaults());
    }
}
