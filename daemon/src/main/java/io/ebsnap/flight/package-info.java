/** What the running program shows of itself: counters, events and the named points at which a test may stop it. */
@NullMarked
package io.ebsnap.flight;

import org.jspecify.annotations.NullMarked;
