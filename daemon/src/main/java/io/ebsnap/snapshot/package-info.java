/** Taking, resuming, aborting, describing, comparing and deleting snapshots. */
@NullMarked
package io.ebsnap.snapshot;

import org.jspecify.annotations.NullMarked;
