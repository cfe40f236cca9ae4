package io.ebsnap.api;

import java.util.List;

/** Policies, those of files first, each by name. */
public record LifecyclePolicyList(List<LifecyclePolicy> policies) {}
