package io.ebsnap.api;

import java.util.List;

/** Aliases, by the making of their keys. */
public record KeyAliasList(List<KeyAlias> aliases) {}
