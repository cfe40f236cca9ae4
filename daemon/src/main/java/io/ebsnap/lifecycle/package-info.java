/** Policies that take, keep, copy, share and delete snapshots by themselves: what they say, what is to be done now, and doing it. */
@NullMarked
package io.ebsnap.lifecycle;

import org.jspecify.annotations.NullMarked;
