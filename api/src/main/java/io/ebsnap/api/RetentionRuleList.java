package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Retention rules.
 *
 * @param rules in the order of their identifiers
 * @param nextToken of the next page; absent on the last one
 */
public record RetentionRuleList(
        List<RetentionRule> rules, @Nullable String nextToken) {}
