@NullMarked
package io.ebsnap.linux.jnr;

import org.jspecify.annotations.NullMarked;
