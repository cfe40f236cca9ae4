package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import java.util.concurrent.Callable;

/** A command that asks the daemon. */
abstract class DaemonCommand implements Callable<Integer> {

    private final Session session;

    DaemonCommand(Session session) {
        this.session = session;
    }

    final Session session() {
        return session;
    }

    final Renderer renderer() {
        return session.renderer();
    }

    @Override
    public final Integer call() {
        try (ApiClient daemon = session.connect()) {
            return run(daemon);
        }
    }

    /**
     * Does its work on an open connection.
     *
     * @return the exit code
     */
    abstract int run(ApiClient daemon);

    /** Prints a record as JSON when that is asked for, else its table. */
    final void show(Record json, Table table) {
        if (session.isJson()) {
            renderer().json(json);
        } else {
            renderer().table(table);
        }
    }
}
