/** Small files of the daemon's own. */
@NullMarked
package io.ebsnap.file;

import org.jspecify.annotations.NullMarked;
