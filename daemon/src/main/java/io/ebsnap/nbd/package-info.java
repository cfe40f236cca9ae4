/**
 * The NBD server: volumes and snapshots as exports on Unix sockets and TCP. Sees nothing of them but the data plane; every number
 * that a client sends has a bound. {@code docs/design/nbd-server.md}.
 */
@NullMarked
package io.ebsnap.nbd;

import org.jspecify.annotations.NullMarked;
