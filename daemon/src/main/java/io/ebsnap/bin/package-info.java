/** The recycle bin: what is deleted is kept for a while, if a rule says so. */
@NullMarked
package io.ebsnap.bin;

import org.jspecify.annotations.NullMarked;
