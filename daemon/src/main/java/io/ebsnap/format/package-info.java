/** Bytes to records and back, for everything persistent. Opens no files and holds no policy. */
@NullMarked
package io.ebsnap.format;

import org.jspecify.annotations.NullMarked;
