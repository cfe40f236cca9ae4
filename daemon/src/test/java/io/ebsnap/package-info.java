/** Tests of the daemon as a whole. */
@NullMarked
package io.ebsnap;

import org.jspecify.annotations.NullMarked;
