package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyList;
import io.ebsnap.api.KeyRequest.ListKeys;
import picocli.CommandLine.Command;

/** {@code ebsnap key list}. */
@Command(name = "list", header = "List the keys of the keystore, without their secrets.")
final class KeyListing extends DaemonCommand {

    KeyListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        KeyList keys = daemon.call(new ListKeys());
        show(keys, KeyViews.list(keys.keys()));
        return ExitCode.OK;
    }
}
