package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.ApiException;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.api.GeneralRequest.GetStatus;
import io.ebsnap.api.Region;
import io.ebsnap.api.RegionList;
import io.ebsnap.api.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code ebsnap region list}. */
@Command(
        name = "list",
        header = "List the regions of this machine.",
        description = "Asks the daemon of each how it does.")
final class RegionListing implements Callable<Integer> {

    private final Session session;

    RegionListing(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        RegionSockets sockets = session.regions();
        List<Region> regions = new ArrayList<>();
        regions.add(ask("-", sockets.first()));
        sockets.others().forEach(region -> regions.add(ask(region, sockets.socketOf(region))));
        if (session.isJson()) {
            session.renderer().json(new RegionList(regions));
        } else {
            session.renderer().table(table(regions));
        }
        return ExitCode.OK;
    }

    private Region ask(String name, Path socket) {
        try (ApiClient daemon = session.connect(socket)) {
            Status status = daemon.call(new GetStatus());
            return new Region(
                    status.region(),
                    Region.AVAILABLE,
                    null,
                    socket.toString(),
                    status.version(),
                    status.storeId(),
                    status.dataDirectory());
        } catch (ApiException | DaemonUnreachable e) {
            return new Region(name, Region.UNAVAILABLE, e.getMessage(), socket.toString(), null, null, null);
        }
    }

    private static Table table(List<Region> regions) {
        Table table = Table.of("REGION", "STATE", "DATA DIRECTORY", "STORE", "SOCKET");
        for (Region region : regions) {
            table.row(
                    region.regionName(),
                    region.state(),
                    text(region.dataDirectory()),
                    text(region.storeId()),
                    region.endpoint());
        }
        return table;
    }

    private static String text(@Nullable String known) {
        return known == null ? "-" : known;
    }
}
