/** The EBS direct APIs without their protocol: snapshots that are written and read block by block. */
@NullMarked
package io.ebsnap.direct;

import org.jspecify.annotations.NullMarked;
