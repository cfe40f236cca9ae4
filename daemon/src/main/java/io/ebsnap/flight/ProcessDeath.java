package io.ebsnap.flight;

import de.thetaphi.forbiddenapis.SuppressForbidden;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ends the process at one crash point as SIGKILL would: no shutdown hook runs, nothing is flushed or closed.
 */
final class ProcessDeath implements CrashPoints {

    /** What a shell reports of a process that died of SIGKILL. */
    private static final int STATUS = 137;

    private static final Pattern FORM = Pattern.compile("([a-z0-9-]+\\.[a-z0-9-]+)(?::([1-9][0-9]{0,6}))?");

    private final String point;
    private final AtomicInteger timesLeft;
    private final Runnable death;

    ProcessDeath(String point, int times, Runnable death) {
        this.point = point;
        this.timesLeft = new AtomicInteger(times);
        this.death = death;
    }

    static ProcessDeath at(String wanted) {
        return parse(wanted, ProcessDeath::halt);
    }

    static ProcessDeath parse(String wanted, Runnable death) {
        Matcher form = FORM.matcher(wanted);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    VARIABLE + "='" + wanted + "' is not of the form flow.step or flow.step:N");
        }
        int times = form.group(2) == null ? 1 : Integer.parseInt(form.group(2));
        return new ProcessDeath(form.group(1), times, death);
    }

    @Override
    public void reached(String name) {
        if (name.equals(point) && timesLeft.decrementAndGet() == 0) {
            death.run();
        }
    }

    @SuppressForbidden // dying on the spot is what this class is for
    private static void halt() {
        Runtime.getRuntime().halt(STATUS);
    }
}
