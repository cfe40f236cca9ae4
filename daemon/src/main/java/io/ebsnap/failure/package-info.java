/** The few kinds of failure a caller can act on. */
@NullMarked
package io.ebsnap.failure;

import org.jspecify.annotations.NullMarked;
