package io.ebsnap.lifecycle;

import java.util.List;
import java.util.Map;

/**
 * What is to be done.
 *
 * @param fires schedules that are due
 * @param takes snapshots that are to be taken for these
 * @param verdicts of all snapshots that a policy has to do with: those that do not stay are to be deleted
 * @param duties what is to be done with those that stay, now and later
 * @param progress of all policies when the snapshots are taken, by their ids
 */
record Plan(
        List<Fire> fires,
        List<Take> takes,
        List<Verdict> verdicts,
        List<Duty> duties,
        Map<String, PolicyProgress> progress) {

    /** Those that are to be deleted. */
    List<Verdict> removals() {
        return verdicts.stream().filter(verdict -> !verdict.keep()).toList();
    }

    /** Those that stay in spite of all policies. */
    List<Verdict> spared() {
        return verdicts.stream().filter(Verdict::isSpared).toList();
    }
}
