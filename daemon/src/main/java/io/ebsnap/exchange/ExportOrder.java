package io.ebsnap.exchange;

import io.ebsnap.identity.SnapshotId;

/**
 * A snapshot to be written into a file.
 *
 * @param snapshot a completed one
 * @param file absolute path
 * @param format of the file
 * @param force put it in the place of a file that exists
 */
public record ExportOrder(SnapshotId snapshot, String file, FileFormat format, boolean force) {}
