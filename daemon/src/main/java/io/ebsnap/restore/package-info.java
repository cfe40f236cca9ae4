/** Full restore of a snapshot onto a device or file. */
@NullMarked
package io.ebsnap.restore;

import org.jspecify.annotations.NullMarked;
