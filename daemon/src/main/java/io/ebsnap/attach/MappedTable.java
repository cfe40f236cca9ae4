package io.ebsnap.attach;

import java.nio.file.Path;

/**
 * What a device of the device mapper leads to.
 *
 * @param over the device that it is the beginning of
 * @param sizeBytes how long it is: a multiple of 512
 * @param readOnly whether it refuses writes
 */
record MappedTable(Path over, long sizeBytes, boolean readOnly) {}
