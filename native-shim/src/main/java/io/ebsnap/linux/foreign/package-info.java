/**
 * The binding to PKCS#11 modules. {@link io.ebsnap.linux.foreign.ForeignCryptoki} is the only way in.
 *
 * <p>A module hands out a table of its functions' addresses, and need not export them by name. {@code java.lang.foreign} calls an
 * address; jnr-ffi, which the C library is bound with, calls names.
 */
@NullMarked
package io.ebsnap.linux.foreign;

import org.jspecify.annotations.NullMarked;
