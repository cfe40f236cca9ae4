package io.ebsnap.lifecycle;

import java.time.Instant;

/**
 * A schedule that is due.
 *
 * @param policy whose it is
 * @param schedule which
 * @param due for when: the last time that has come
 * @param missed how many times before that were not done since the last that was; they are not made up for
 */
record Fire(Policy policy, Schedule schedule, Instant due, int missed) {}
