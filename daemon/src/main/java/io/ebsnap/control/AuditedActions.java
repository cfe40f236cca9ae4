package io.ebsnap.control;

import io.ebsnap.api.Actions;
import io.ebsnap.api.Request;
import io.ebsnap.api.Summary;
import io.ebsnap.audit.AuditKind;
import io.ebsnap.audit.AuditLine;
import io.ebsnap.audit.AuditLog;
import io.ebsnap.audit.Deed;
import io.ebsnap.audit.Principal;
import io.ebsnap.failure.Failure;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests of one principal, each that may change something in the audit log: durably before it is begun, and how it ended before it is answered. What cannot be written there
 * is not done.
 */
public final class AuditedActions implements ActionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AuditedActions.class);

    /** They change nothing of what the daemon keeps, and may be all that is left to do. */
    private static final Set<String> RESCUES = Set.of(
            "RestoreSnapshot",
            "ExportSnapshot",
            "VerifySnapshot",
            "VerifyStore",
            "ExportKeys",
            "CancelTask",
            "DetachVolume");

    private final ActionHandler actions;
    private final AuditLog log;
    private final Principal principal;
    private final String ownerId;

    /**
     * Actions of somebody.
     *
     * @param principal who it is
     * @param ownerId the account that sees them, beside the administrator; empty if none does
     */
    public AuditedActions(ActionHandler actions, AuditLog log, Principal principal, String ownerId) {
        this.actions = actions;
        this.log = log;
        this.principal = principal;
        this.ownerId = ownerId;
    }

    @Override
    public boolean permits(String action) {
        return actions.permits(action);
    }

    @Override
    public Record handle(Request<?> request) {
        if (Actions.isReadOnly(request.action())) {
            return actions.handle(request);
        }
        Record fields = (Record) request;
        Deed deed = new Deed(principal, ownerId, request.action(), Summary.ids(fields), Summary.fields(fields));
        long sequence;
        try {
            sequence = log.begin(AuditKind.REQUEST, deed);
        } catch (Failure e) {
            return withoutLog(request, deed, e);
        }
        try {
            Record answer = actions.handle(request);
            respond(sequence, deed.with(Summary.ids(answer)), AuditLine.Outcome.SUCCEEDED);
            return answer;
        } catch (RuntimeException | StackOverflowError failed) {
            respond(sequence, deed, AuditLine.Outcome.failed(String.valueOf(failed.getMessage())));
            throw failed;
        }
    }

    /** Whoever saves data from a disk that takes no writes any more is not held up: the daemon's own log has it then. */
    private Record withoutLog(Request<?> request, Deed deed, Failure failed) {
        if (!RESCUES.contains(request.action())) {
            throw failed;
        }
        LOG.error(
                "audit principal={} action={} resources={} cannot be written, and is done all the same: {}",
                principal.name(),
                deed.action(),
                deed.resources(),
                failed.getMessage());
        return actions.handle(request);
    }

    /** What is done is done, whether that can be written or not. */
    private void respond(long sequence, Deed deed, AuditLine.Outcome outcome) {
        try {
            log.end(AuditKind.RESPONSE, sequence, deed.with(Map.of()), outcome);
        } catch (Failure e) {
            LOG.error("audit sequence={} how it ended cannot be written: {}", sequence, e.getMessage());
        }
    }
}
