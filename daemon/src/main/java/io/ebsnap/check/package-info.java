/** Verify, scrub and rebuild: one finding per defect. */
@NullMarked
package io.ebsnap.check;

import org.jspecify.annotations.NullMarked;
