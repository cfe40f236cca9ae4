/** The immutable page tree from block index to chunk id. */
@NullMarked
package io.ebsnap.blockmap;

import org.jspecify.annotations.NullMarked;
