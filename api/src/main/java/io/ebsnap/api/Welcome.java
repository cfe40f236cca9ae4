package io.ebsnap.api;

/**
 * The answer to {@code Hello}.
 *
 * @param protocolVersion of the daemon
 * @param daemon name and version
 */
public record Welcome(int protocolVersion, String daemon) {}
