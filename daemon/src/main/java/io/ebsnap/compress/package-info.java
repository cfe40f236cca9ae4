/** Block compression, raw if it is not smaller. Only user of LZ4 and Zstandard. */
@NullMarked
package io.ebsnap.compress;

import org.jspecify.annotations.NullMarked;
