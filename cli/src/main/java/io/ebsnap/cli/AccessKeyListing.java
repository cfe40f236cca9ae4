package io.ebsnap.cli;

import io.ebsnap.api.AccessKeyList;
import io.ebsnap.api.AccessKeyRequest.ListAccessKeys;
import io.ebsnap.api.ApiClient;
import picocli.CommandLine.Command;

/** {@code ebsnap access-key list}. */
@Command(name = "list", header = "List access keys.", description = "Their secrets are not shown again.")
final class AccessKeyListing extends DaemonCommand {

    AccessKeyListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        AccessKeyList keys = daemon.call(new ListAccessKeys());
        show(keys, AccessKeyViews.list(keys.accessKeyMetadata()));
        return ExitCode.OK;
    }
}
