/** The contract of a store of immutable objects. Knows neither chunks nor keys nor snapshots. */
@NullMarked
package io.ebsnap.store;

import org.jspecify.annotations.NullMarked;
