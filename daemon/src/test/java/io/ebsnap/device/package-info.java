/** Tests of block devices and images as sources and targets. */
@NullMarked
package io.ebsnap.device;

import org.jspecify.annotations.NullMarked;
