@NullMarked
package io.ebsnap.attach;

import org.jspecify.annotations.NullMarked;
