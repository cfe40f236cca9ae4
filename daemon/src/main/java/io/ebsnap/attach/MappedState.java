package io.ebsnap.attach;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A device of the device mapper as it is.
 *
 * @param suspended whether requests to it wait
 * @param over the device that it leads to, by the kernel's name for that; empty if it leads nowhere, and its requests fail
 * @param sizeBytes how long it is
 */
record MappedState(boolean suspended, Optional<Path> over, long sizeBytes) {}
