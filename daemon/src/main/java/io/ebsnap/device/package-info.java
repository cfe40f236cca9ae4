/** Block devices and images as sources and targets, and how an instant of them is had. */
@NullMarked
package io.ebsnap.device;

import org.jspecify.annotations.NullMarked;
