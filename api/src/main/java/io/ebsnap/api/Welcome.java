package io.ebsnap.api;

/**
 * The answer to {@code Hello}.
 *
 * @param protocolVersion of the daemon
 * @param daemon name and version
 * @param region that it serves
 */
public record Welcome(int protocolVersion, String daemon, String region) {}
