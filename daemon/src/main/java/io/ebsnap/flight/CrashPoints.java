package io.ebsnap.flight;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The named instants at which a crash would be most telling: one at each durable step of a long flow. Production code only says that it
 * got there; a test decides what happens then (throw, block, or end the process). Safe for use by several threads.
 *
 * <p>A name is {@code flow.step} in lower case with dashes, such as {@code gc.after-condemn}.
 */
@FunctionalInterface
public interface CrashPoints {

    /** The environment variable that names the point at which the daemon kills itself: {@code NAME} or {@code NAME:N} for the N-th time. */
    String VARIABLE = "EBSNAP_CRASH_AT";

    /** Nothing happens at any of them. */
    CrashPoints NONE = name -> {};

    /** Says that the flow got to a point. */
    void reached(String name);

    /**
     * What the environment asks for: nothing, or the death of the process at one point.
     *
     * @param environment variable name -> value or null, for example {@code System::getenv}
     * @throws IllegalArgumentException if the variable is not of its form
     */
    static CrashPoints fromEnvironment(UnaryOperator<@Nullable String> environment) {
        String wanted = environment.apply(VARIABLE);
        return wanted == null || wanted.isEmpty() ? NONE : ProcessDeath.at(wanted);
    }
}
