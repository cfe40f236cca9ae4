package io.ebsnap.event;

import io.ebsnap.audit.AuditLine;
import io.ebsnap.device.Commands;
import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A command of the shell, run once for each event; it has taken it when it ends with status 0. */
public final class CommandTarget implements EventTarget {

    private final Commands commands;
    private final String command;
    private final Duration limit;

    /** @param limit how long it may take before it is killed with all its children */
    public CommandTarget(Commands commands, String command, Duration limit) {
        this.commands = commands;
        this.command = command;
        this.limit = limit;
    }

    @Override
    public String name() {
        return "command";
    }

    @Override
    public void deliver(AuditLine event, String json) {
        Map<String, String> environment = Map.of(
                "EBSNAP_EVENT",
                json,
                "EBSNAP_EVENT_NAME",
                event.deed().action(),
                "EBSNAP_EVENT_RESULT",
                event.outcome().result(),
                "EBSNAP_EVENT_RESOURCES",
                String.join(" ", event.deed().resources()),
                "EBSNAP_EVENT_CURSOR",
                String.valueOf(event.sequence()));
        Commands.Outcome outcome = commands.run(List.of("/bin/sh", "-c", command), environment, limit);
        if (!outcome.succeeded()) {
            throw new Failure.Unavailable("'" + command + "': " + outcome.text(), null);
        }
    }
}
