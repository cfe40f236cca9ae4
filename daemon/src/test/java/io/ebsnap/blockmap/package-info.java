/** Tests of the page tree. */
@NullMarked
package io.ebsnap.blockmap;

import org.jspecify.annotations.NullMarked;
