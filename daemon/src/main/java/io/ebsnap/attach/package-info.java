/** Volumes as block devices of the kernel, also beyond the daemon's own life. */
@NullMarked
package io.ebsnap.attach;

import org.jspecify.annotations.NullMarked;
