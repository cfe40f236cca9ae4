@NullMarked
package io.ebsnap.bin;

import org.jspecify.annotations.NullMarked;
