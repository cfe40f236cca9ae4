/** Long work: tasks with progress, cancellation and a bounded memory of those that ended. */
@NullMarked
package io.ebsnap.task;

import org.jspecify.annotations.NullMarked;
