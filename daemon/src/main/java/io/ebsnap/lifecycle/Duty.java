package io.ebsnap.lifecycle;

import java.time.Instant;

/**
 * Something that is to be done with a snapshot, now or later.
 *
 * @param policy that wants it
 * @param schedule of the policy
 * @param snapshot with which
 * @param followUp what
 * @param word by which it is noted when it is done
 * @param due from when on
 */
record Duty(Policy policy, Schedule schedule, SnapshotFacts snapshot, FollowUp followUp, String word, Instant due) {}
