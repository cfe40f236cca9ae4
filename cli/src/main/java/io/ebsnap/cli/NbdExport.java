package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Export;
import io.ebsnap.api.ExportRequest.CreateExport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap nbd export}. */
@Command(
        name = "export",
        header = "Serve a managed volume or a snapshot by NBD.",
        description = {
            "Prints its URIs, one a line. A snapshot is served read-only.",
            "A volume is in use as long as it is served."
        })
final class NbdExport extends DaemonCommand {

    @Parameters(paramLabel = "SNAP|VOL", description = "Id of a snapshot, or id or name of a managed volume.")
    String resource = "";

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "By which clients ask for it. Without it, the id of the snapshot or volume.")
    @Nullable
    String name;

    @Option(names = "--read-only", description = "Nobody may change the volume this way.")
    boolean readOnly;

    @Option(
            names = "--allow",
            paramLabel = "PEER",
            description = {
                "Who may use it: user:NAME, a user of this machine, certificate:NAME, a client with that certificate,",
                "or key:NAME, a client with that user's pre-shared key.",
                "May be given several times. Without it, whoever may reach the server."
            })
    List<String> peers = new ArrayList<>();

    NbdExport(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        Export export = daemon.call(new CreateExport(VolumeRegister.absolute(resource), name, readOnly, peers));
        if (session().isJson()) {
            renderer().json(export);
        } else {
            export.uris().forEach(renderer()::line);
        }
        return ExitCode.OK;
    }
}
