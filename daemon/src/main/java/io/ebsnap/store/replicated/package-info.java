/** A store that is kept whole in each of several zones: {@code docs/design/zones.md}. */
@NullMarked
package io.ebsnap.store.replicated;

import org.jspecify.annotations.NullMarked;
