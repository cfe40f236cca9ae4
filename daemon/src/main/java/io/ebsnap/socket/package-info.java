/** Unix sockets that the daemon listens on: how they come to their place, and who may come in. */
@NullMarked
package io.ebsnap.socket;

import org.jspecify.annotations.NullMarked;
