package io.ebsnap.restore;

import io.ebsnap.identity.SnapshotId;

/**
 * What is to be restored, and whereto.
 *
 * @param snapshot a completed one
 * @param target absolute path of a block device or of a file, which is made if it does not exist
 * @param force overwrite a target that holds something; never one that is mounted or in use
 * @param skipDamaged go on at a damaged block: leave zeros there, and list it
 */
public record RestoreOrder(SnapshotId snapshot, String target, boolean force, boolean skipDamaged) {}
