/** Sealed chunks: the write path, the read path, packs and their collection. Does not know what a snapshot is. */
@NullMarked
package io.ebsnap.chunk;

import org.jspecify.annotations.NullMarked;
