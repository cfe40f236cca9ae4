package io.ebsnap.volume;

import java.nio.file.Path;

/**
 * A place for volumes.
 *
 * @param name as users know it
 * @param directory where its volumes' files lie; made when it is first needed
 */
public record Zone(String name, Path directory) {}
