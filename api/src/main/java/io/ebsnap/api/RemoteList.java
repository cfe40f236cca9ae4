package io.ebsnap.api;

import java.util.List;

/**
 * Remotes.
 *
 * @param remotes by name
 */
public record RemoteList(List<Remote> remotes) {}
