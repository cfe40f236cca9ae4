/** Registered volumes: block devices that the daemon knows. */
@NullMarked
package io.ebsnap.volume;

import org.jspecify.annotations.NullMarked;
