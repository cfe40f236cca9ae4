@NullMarked
package io.ebsnap.linux.sysfs;

import org.jspecify.annotations.NullMarked;
