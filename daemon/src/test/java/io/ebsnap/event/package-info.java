@NullMarked
package io.ebsnap.event;

import org.jspecify.annotations.NullMarked;
