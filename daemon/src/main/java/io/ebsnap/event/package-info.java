/** Hands events to whoever the configuration names: once each, in their order, however long that takes. */
@NullMarked
package io.ebsnap.event;

import org.jspecify.annotations.NullMarked;
