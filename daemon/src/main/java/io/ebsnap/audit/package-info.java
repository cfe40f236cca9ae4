/** Who asked for what, how it ended and what changed: an append-only log that nobody can change unseen. {@code docs/format/audit.md}. */
@NullMarked
package io.ebsnap.audit;

import org.jspecify.annotations.NullMarked;
