package io.ebsnap.cli;

import java.util.Arrays;
import picocli.CommandLine.Option;

/** Asks before something that is hard to undo. */
final class Confirmation {

    private static final char[] YES = "yes".toCharArray();

    @Option(names = "--yes", description = "Do not ask, as cron and scripts want it.")
    boolean yes;

    /**
     * Goes on only if the person wants it.
     *
     * @throws Refusal if not, or if there is nobody to ask
     */
    void require(Session session, String question) {
        if (!yes && !Arrays.equals(asked(session, question), YES)) {
            throw new Refusal(ExitCode.CONFLICT, "nothing was changed", "type yes, or say --yes, to go on");
        }
    }

    private static char[] asked(Session session, String question) {
        try {
            return session.prompt().ask(question + " Type yes to go on: ");
        } catch (Refusal nobody) {
            throw new Refusal(
                    nobody.exitCode(), String.valueOf(nobody.getMessage()), "say --yes to go on without being asked");
        }
    }
}
