/** Locks of snapshots, and the time that they are counted in. Nothing shortens a compliance lock. */
@NullMarked
package io.ebsnap.lock;

import org.jspecify.annotations.NullMarked;
