package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Remote;
import io.ebsnap.api.RemoteRequest.AddRemote;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap remote add}. */
@Command(
        name = "add",
        header = "Make another daemon known.",
        description = {
            "Both sides must know each other: add this one there too, by the fingerprint that 'ebsnap remote identity' prints.",
            "It may do nothing here but what --may says."
        })
final class RemoteAdd extends DaemonCommand {

    /** What a remote may do here. */
    enum Right {
        READ,
        WRITE,
        BOTH
    }

    @Parameters(index = "0", paramLabel = "NAME", description = "Name for it: lower-case letters, digits and hyphens.")
    String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "HOST:PORT",
            description = "Where it is called. Without it, it can only call this one.")
    @Nullable
    String address;

    @Option(
            names = "--fingerprint",
            paramLabel = "F",
            required = true,
            description = "Fingerprint of its certificate, as 'ebsnap remote identity' prints it there.")
    String fingerprint = "";

    @Option(
            names = "--may",
            paramLabel = "RIGHT",
            description =
                    "What it may do here: read (copy snapshots from here), write (copy snapshots to here) or both.")
    @Nullable
    Right right;

    @Option(
            names = "--as",
            paramLabel = "ID",
            description =
                    "Account that it acts for: it sees what that sees, and what comes from it belongs to that. Without it that is the daemon's own.")
    @Nullable
    String account;

    RemoteAdd(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Remote added = daemon.call(new AddRemote(
                name,
                address,
                fingerprint,
                right == Right.READ || right == Right.BOTH,
                right == Right.WRITE || right == Right.BOTH,
                account));
        show(added, RemoteViews.list(List.of(added)));
        return ExitCode.OK;
    }
}
