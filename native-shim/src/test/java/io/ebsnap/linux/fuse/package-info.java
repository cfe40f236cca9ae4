@NullMarked
package io.ebsnap.linux.fuse;

import org.jspecify.annotations.NullMarked;
