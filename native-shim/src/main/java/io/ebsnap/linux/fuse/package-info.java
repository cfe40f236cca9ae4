/**
 * The language of {@code /dev/fuse}: what the kernel asks and what it is answered, as bytes and as records. As much of it as a
 * file system of one file needs.
 */
@NullMarked
package io.ebsnap.linux.fuse;

import org.jspecify.annotations.NullMarked;
