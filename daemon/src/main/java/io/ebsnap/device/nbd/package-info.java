/** The client side of the NBD protocol: exports of other servers as sources of blocks. Bounds on every number from outside. */
@NullMarked
package io.ebsnap.device.nbd;

import org.jspecify.annotations.NullMarked;
