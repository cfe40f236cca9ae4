package io.ebsnap.api;

import java.util.List;

/**
 * Keeps what has one of some values, as EC2's filters do.
 *
 * @param name such as {@code status}, {@code volume-id} or {@code tag:NAME}
 * @param values {@code *} and {@code ?} stand for any characters, {@code \} takes that meaning away
 */
public record Filter(String name, List<String> values) {}
