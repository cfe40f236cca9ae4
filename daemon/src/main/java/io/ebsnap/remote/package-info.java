/** Other daemons, and copies of snapshots from and to them over TLS. */
@NullMarked
package io.ebsnap.remote;

import org.jspecify.annotations.NullMarked;
