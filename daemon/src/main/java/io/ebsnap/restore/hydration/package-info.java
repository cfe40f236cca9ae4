/** Fills managed volumes in the background, in the order in which their content will be wanted. */
@NullMarked
package io.ebsnap.restore.hydration;

import org.jspecify.annotations.NullMarked;
