/** Tests of the on-disk formats. */
@NullMarked
package io.ebsnap.format;

import org.jspecify.annotations.NullMarked;
