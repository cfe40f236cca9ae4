@NullMarked
package io.ebsnap.linux.foreign;

import org.jspecify.annotations.NullMarked;
