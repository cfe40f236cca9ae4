/** The objects of an archive, which may be away. */
@NullMarked
package io.ebsnap.store.archive;

import org.jspecify.annotations.NullMarked;
