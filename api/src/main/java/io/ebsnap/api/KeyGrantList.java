package io.ebsnap.api;

import java.util.List;

/** Grants, the oldest first. */
public record KeyGrantList(List<KeyGrant> grants) {}
