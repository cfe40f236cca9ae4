package io.ebsnap.device;

import java.time.Duration;
import java.util.Map;

/** Runs the user's commands before and after instants are taken. Safe for use by several threads. */
public interface Hooks {

    /**
     * Runs a command with {@code /bin/sh -c} and waits for its end. Its output, cut to a bounded length, goes to the log.
     *
     * @param phase {@code pre} or {@code post}; the command sees it as EBSNAP_PHASE
     * @param command the user's words
     * @param about what else the command sees in its environment: EBSNAP_VOLUME, EBSNAP_DEVICE, EBSNAP_SNAPSHOT
     * @throws io.ebsnap.failure.Failure.Conflict if it fails or takes longer than the time limit, after which it is killed; the message
     *     has its status and its last lines
     */
    void run(String phase, String command, Map<String, String> about);

    /** The same with another time limit. */
    Hooks within(Duration limit);
}
