package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.AuditEntryList;
import io.ebsnap.api.AuditRequest.DescribeEvents;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ebsnap events}. */
@Command(
        name = "events",
        header = "Show what has happened, and what happens.",
        description = {
            "Prints events in their order: the latest, or those behind a cursor. The first column is the cursor to go on from.",
            "With -o json each event is an object of its own in one line."
        })
final class EventsCommand extends DaemonCommand {

    private static final int WAIT_SECONDS = 30;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "Print all events behind that one; 0 is all that are there.")
    @Nullable
    Long after;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "100",
            description = "Look at so many of the latest lines of the audit log. Default: ${DEFAULT-VALUE}.")
    long last;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on printing what happens.")
    boolean follow;

    EventsCommand(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        long cursor = after == null ? Math.max(0, AuditViews.latest(daemon) - (follow ? 0 : last)) : after;
        while (true) {
            AuditEntryList part = daemon.call(new DescribeEvents(cursor, null, follow ? WAIT_SECONDS : null));
            AuditViews.print(part.entries(), session().isJson(), renderer());
            if (part.atEnd() && !follow) {
                return ExitCode.OK;
            }
            cursor = part.nextSequence();
        }
    }
}
