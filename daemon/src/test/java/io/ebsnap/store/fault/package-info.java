/** Stores that fail, fill up, slow down or lose their power on purpose. */
@NullMarked
package io.ebsnap.store.fault;

import org.jspecify.annotations.NullMarked;
