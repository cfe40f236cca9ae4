package io.ebsnap.lifecycle;

import java.util.List;
import java.util.Map;

/**
 * What is to be done.
 *
 * @param due what is to be taken
 * @param kept what becomes of what is there
 */
record Plan(Due due, Kept kept) {

    /**
     * What is to be taken.
     *
     * @param fires schedules that are due
     * @param takes snapshots that are to be taken for these
     * @param progress of all policies when they are taken, by their ids
     */
    record Due(List<Fire> fires, List<Take> takes, Map<String, PolicyProgress> progress) {}

    /**
     * What becomes of what is there.
     *
     * @param verdicts of all snapshots that a policy has to do with: those that do not stay are to be deleted
     * @param duties what is to be done with those that stay, now and later
     */
    record Kept(List<Verdict> verdicts, List<Duty> duties) {

        /** Those that are to be deleted. */
        List<Verdict> removals() {
            return verdicts.stream().filter(verdict -> !verdict.keep()).toList();
        }

        /** Those that stay in spite of all policies. */
        List<Verdict> spared() {
            return verdicts.stream().filter(Verdict::isSpared).toList();
        }
    }
}
