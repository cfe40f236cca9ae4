@NullMarked
package io.ebsnap.linux;

import org.jspecify.annotations.NullMarked;
