/** Moves snapshots into the archive and back. */
@NullMarked
package io.ebsnap.tiering;

import org.jspecify.annotations.NullMarked;
