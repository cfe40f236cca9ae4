/** What a disk is divided into. */
@NullMarked
package io.ebsnap.partition;

import org.jspecify.annotations.NullMarked;
