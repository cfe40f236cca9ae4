/** Volumes: registered devices, and managed volumes with the data plane that serves them. */
@NullMarked
package io.ebsnap.volume;

import org.jspecify.annotations.NullMarked;
