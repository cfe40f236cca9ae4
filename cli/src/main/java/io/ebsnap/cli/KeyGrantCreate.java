package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyGrant;
import io.ebsnap.api.KeyRequest.CreateGrant;
import io.ebsnap.api.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key grant create}. */
@Command(name = "create", header = "Let an account use a key.")
final class KeyGrantCreate extends DaemonCommand {

    @Parameters(paramLabel = "KEY", description = "Id, alias or ARN of the key.")
    String key = "";

    @Option(names = "--to", paramLabel = "ACCOUNT", required = true, description = "The account, 12 digits.")
    String account = "";

    @Option(
            names = "--operation",
            paramLabel = "OP,...",
            required = true,
            split = ",",
            description = "What it may do, with KMS's names: Decrypt, CreateGrant, ...")
    List<String> operations = new ArrayList<>();

    @Option(
            names = "--context",
            paramLabel = "K=V",
            converter = Options.TagConverter.class,
            description = "What the encryption context must hold. May be given several times.")
    List<Tag> context = new ArrayList<>();

    @Option(
            names = "--context-equals",
            paramLabel = "K=V",
            converter = Options.TagConverter.class,
            description = "What the encryption context must be, with nothing else in it. May be given several times.")
    List<Tag> contextEquals = new ArrayList<>();

    @Option(
            names = "--retiring",
            paramLabel = "ACCOUNT",
            description = "An account that may give the grant back too, 12 digits.")
    @Nullable
    String retiring;

    @Option(names = "--name", paramLabel = "NAME", description = "The same grant of the same name is made only once.")
    @Nullable
    String name;

    KeyGrantCreate(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyGrant answer =
                daemon.call(new CreateGrant(key, account, operations, context, contextEquals, retiring, name));
        show(answer, KeyViews.grants(List.of(answer)));
        return ExitCode.OK;
    }
}
