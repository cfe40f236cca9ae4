package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ProtectionRequest.DescribeVolumeProtection;
import io.ebsnap.api.VolumeProtection;
import io.ebsnap.api.VolumeProtectionList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ebsnap volume protection}. */
@Command(
        name = "protection",
        header = "Show how well the volumes are protected by their snapshots.",
        description =
                "A volume is stale when its newest completed snapshot is too old, and unprotected when there is none. VERIFIED is when the content of"
                        + " the newest snapshot was read and proven of which that is known, CHANGED what differs between snapshots of the last 30 days.")
final class VolumeProtectionListing extends DaemonCommand {

    @Option(
            names = "--stale-after",
            paramLabel = "DAYS",
            description = "How old the newest snapshot of a protected volume may be; 7 if this is left out.")
    @Nullable
    Integer staleAfter;

    VolumeProtectionListing(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<VolumeProtection> volumes = all(daemon, staleAfter);
        show(new VolumeProtectionList(volumes, null), VolumeViews.protection(volumes));
        return ExitCode.OK;
    }

    /** How well every volume is protected. */
    static List<VolumeProtection> all(ApiClient daemon, @Nullable Integer staleAfter) {
        List<VolumeProtection> volumes = AllPages.of(
                page -> daemon.call(new DescribeVolumeProtection(staleAfter, page)),
                VolumeProtectionList::volumeProtections,
                VolumeProtectionList::nextToken);
        return volumes;
    }
}
