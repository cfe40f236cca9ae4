@NullMarked
package io.ebsnap.lock;

import org.jspecify.annotations.NullMarked;
