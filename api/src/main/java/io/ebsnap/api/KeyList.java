package io.ebsnap.api;

import java.util.List;

/**
 * Keys.
 *
 * @param keys all that were asked for
 */
public record KeyList(List<Key> keys) {}
