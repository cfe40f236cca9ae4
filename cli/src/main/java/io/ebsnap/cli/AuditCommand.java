package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.AuditEntryList;
import io.ebsnap.api.AuditLogVerification;
import io.ebsnap.api.AuditRequest.DescribeAuditLog;
import io.ebsnap.api.AuditRequest.VerifyAuditLog;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ebsnap audit}. */
@Command(
        name = "audit",
        header = "Show who asked for what, how it ended and what changed.",
        description = {
            "Prints the last lines of the audit log, or those behind a sequence number. With -o json each line is an object of its own.",
            "Every line is proved by --verify; the exit code is 5 when one was changed or is missing."
        })
final class AuditCommand extends DaemonCommand {

    @Option(names = "--after", paramLabel = "SEQUENCE", description = "Print all lines behind that one; 0 is all.")
    @Nullable
    Long after;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "100",
            description = "Look at so many of the latest lines. Default: ${DEFAULT-VALUE}.")
    long last;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Print only lines that are request, response, intent, event or withdrawn.")
    List<String> kinds = List.of();

    @Option(names = "--verify", description = "Prove every line instead.")
    boolean verify;

    @Option(
            names = "--expect",
            paramLabel = "SEQUENCE:HASH",
            description = "With --verify: fail unless that line has that hash, as the daemon once logged it.")
    @Nullable
    String expected;

    AuditCommand(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        if (expected != null && !verify) {
            throw new Refusal(ExitCode.USAGE, "--expect goes with --verify", "add --verify");
        }
        return verify ? verify(daemon) : print(daemon);
    }

    private int print(ApiClient daemon) {
        long position = after == null ? Math.max(0, AuditViews.latest(daemon) - last) : after;
        while (true) {
            AuditEntryList part = daemon.call(new DescribeAuditLog(position, null, kinds));
            AuditViews.print(part.entries(), session().isJson(), renderer());
            if (part.atEnd()) {
                return ExitCode.OK;
            }
            position = part.nextSequence();
        }
    }

    private int verify(ApiClient daemon) {
        AuditPoint point = expected == null ? null : AuditPoint.parse(expected);
        AuditLogVerification found = daemon.call(new VerifyAuditLog(point == null ? null : point.sequence()));
        show(found, AuditViews.verification(found));
        if (point != null && !point.hash().equals(found.sequenceHash())) {
            renderer()
                    .error(
                            "line " + point.sequence() + " has hash "
                                    + (found.sequenceHash() == null ? "none: it is not there" : found.sequenceHash()),
                            "the log is not the one of which that was said");
            return ExitCode.DAMAGED;
        }
        return found.findings().isEmpty() ? ExitCode.OK : ExitCode.DAMAGED;
    }
}
