/** Images: snapshots that are the disks of a machine, and the volumes that are launched from them. */
@NullMarked
package io.ebsnap.image;

import org.jspecify.annotations.NullMarked;
