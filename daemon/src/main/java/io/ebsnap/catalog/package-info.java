/** What exists, and transactions over it. */
@NullMarked
package io.ebsnap.catalog;

import org.jspecify.annotations.NullMarked;
