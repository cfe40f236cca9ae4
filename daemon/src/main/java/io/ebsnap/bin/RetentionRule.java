package io.ebsnap.bin;

import io.ebsnap.catalog.RetentionRuleRecord;

/**
 * A retention rule as it is now.
 *
 * @param record what is kept of it
 * @param lockState whether it may be changed
 */
public record RetentionRule(RetentionRuleRecord record, RuleLockState lockState) {}
