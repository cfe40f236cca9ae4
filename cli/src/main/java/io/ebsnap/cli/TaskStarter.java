package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.Request;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.Task;

/** Starts a task and, unless told otherwise, waits for its end. */
final class TaskStarter {

    private final Session session;
    private final ApiClient daemon;

    TaskStarter(Session session, ApiClient daemon) {
        this.session = session;
        this.daemon = daemon;
    }

    /** Starts a task and prints its outcome, or only its id. */
    int start(Request<StartedTask> request, Options.Waiting waiting) {
        return waiting.noWait ? startOnly(request) : new TaskOutcome(session).show(await(request));
    }

    /** Starts a task and waits for its end. */
    Task await(Request<StartedTask> request) {
        return session.watch(daemon).task(daemon.call(request).taskId());
    }

    private int startOnly(Request<StartedTask> request) {
        StartedTask started = daemon.call(request);
        if (session.isJson()) {
            session.renderer().json(started);
        } else {
            session.renderer().line(started.taskId());
            session.renderer().note("hint: to watch it: ebsnap task wait " + started.taskId());
        }
        return ExitCode.OK;
    }
}
