/**
 * Sizes, offsets, ranges and indexes as types with units, and the arithmetic between them; does no I/O.
 */
@NullMarked
package io.ebsnap.geometry;

import org.jspecify.annotations.NullMarked;
