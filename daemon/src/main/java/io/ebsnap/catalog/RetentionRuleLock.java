package io.ebsnap.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a retention rule is locked, or was.
 *
 * @param unlockDelay in days: how long it stays locked after it was ordered to be unlocked
 * @param lockEndTime when it is unlocked, in trusted time; null as long as that was not ordered
 */
public record RetentionRuleLock(int unlockDelay, @Nullable Instant lockEndTime) {}
