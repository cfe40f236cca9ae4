/** Names of things: snapshots, volumes, chunks, packs, domains. Values only. */
@NullMarked
package io.ebsnap.identity;

import org.jspecify.annotations.NullMarked;
