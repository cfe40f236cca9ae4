package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.GeneralRequest.GetStatus;
import io.ebsnap.api.LifecycleRequest.GetLifecyclePolicies;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotTree;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.SnapshotTree;
import io.ebsnap.api.SnapshotTreeEntry;
import io.ebsnap.api.StoreRequest.DescribeStoreHistory;
import io.ebsnap.api.StoreRequest.GetScrubStatus;
import io.ebsnap.api.StoreRequest.GetStoreStatistics;
import io.ebsnap.api.ZoneRequest.DescribeAvailabilityZones;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebsnap report}. */
@Command(
        name = "report",
        header = "Write a report as a page of HTML.",
        description = {
            "How well volumes are protected, by which policies, and when those are due, how the store has grown, what changes in each volume, where snapshots come from, what deleting them would free,"
                    + " and what was verified.",
            "The page needs nothing else: no script, no network."
        })
final class ReportCommand extends DaemonCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "File that is made; standard output if it is left out.")
    @Nullable
    Path file;

    @Option(names = "--force", description = "Put it in the place of a file that exists.")
    boolean force;

    @Option(
            names = "--stale-after",
            paramLabel = "DAYS",
            description = "How old the newest snapshot of a protected volume may be; 7 if this is left out.")
    @Nullable
    Integer staleAfter;

    ReportCommand(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        String page = ReportPage.of(content(daemon));
        if (file == null) {
            renderer().text(page);
        } else {
            write(file, page);
            renderer().note(file + " written");
        }
        return ExitCode.OK;
    }

    private ReportContent content(ApiClient daemon) {
        return new ReportContent(
                session().now(),
                daemon.call(new GetStatus()),
                daemon.call(new GetStoreStatistics()),
                daemon.call(new DescribeStoreHistory()).storeDays(),
                daemon.call(new GetScrubStatus()),
                daemon.call(new DescribeAvailabilityZones()).availabilityZones(),
                VolumeProtectionListing.all(daemon, staleAfter),
                daemon.call(new GetLifecyclePolicies(List.of(), null)).policies(),
                snapshots(daemon),
                tree(daemon));
    }

    private static List<Snapshot> snapshots(ApiClient daemon) {
        return AllPages.of(
                page -> daemon.call(new DescribeSnapshots(List.of(), List.of(), page)),
                SnapshotList::snapshots,
                SnapshotList::nextToken);
    }

    private static List<SnapshotTreeEntry> tree(ApiClient daemon) {
        return AllPages.of(
                page -> daemon.call(new DescribeSnapshotTree(List.of(), page)),
                SnapshotTree::snapshots,
                SnapshotTree::nextToken);
    }

    /** It gets its name when it is whole. */
    private void write(Path target, String page) {
        try {
            if (!force && Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Path written = Files.createTempFile(target.toAbsolutePath().getParent(), ".ebsnap-report", ".html");
            try {
                Files.writeString(written, page, StandardCharsets.UTF_8);
                Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(ExitCode.CONFLICT, target + " exists", "--force replaces it");
        } catch (IOException e) {
            throw new Refusal(ExitCode.FAILED, target + " cannot be written: " + e, "name another file");
        }
    }
}
