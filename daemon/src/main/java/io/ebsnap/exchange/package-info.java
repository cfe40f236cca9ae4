/** Snapshots out into image files of other programs, and in from them. */
@NullMarked
package io.ebsnap.exchange;

import org.jspecify.annotations.NullMarked;
