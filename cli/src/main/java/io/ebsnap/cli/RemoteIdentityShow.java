package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.RemoteIdentity;
import io.ebsnap.api.RemoteRequest.DescribeRemoteIdentity;
import picocli.CommandLine.Command;

/** {@code ebsnap remote identity}. */
@Command(
        name = "identity",
        header = "Print the fingerprint of this daemon's certificate.",
        description = "Other daemons are told it with 'ebsnap remote add NAME --fingerprint F'.")
final class RemoteIdentityShow extends DaemonCommand {

    RemoteIdentityShow(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        RemoteIdentity identity = daemon.call(new DescribeRemoteIdentity());
        if (session().isJson()) {
            renderer().json(identity);
        } else {
            renderer().line(identity.fingerprint());
        }
        return ExitCode.OK;
    }
}
