/**
 * The bindings to the C library. {@link io.ebsnap.linux.jnr.JnrLinux} is the only way in; nothing of how the calls are made
 * shows outside.
 *
 * <p>Structures are read and written by explicit byte offsets, which are the same on x86-64 and aarch64.
 */
@NullMarked
package io.ebsnap.linux.jnr;

import org.jspecify.annotations.NullMarked;
