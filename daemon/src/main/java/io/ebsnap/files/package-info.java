/** What lies in snapshots: partitions, logical volumes and file systems, and mounts of these. */
@NullMarked
package io.ebsnap.files;

import org.jspecify.annotations.NullMarked;
