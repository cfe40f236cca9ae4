/** A store in memory, for tests and for trying things out. */
@NullMarked
package io.ebsnap.store.memory;

import org.jspecify.annotations.NullMarked;
