/**
 * What the kernel tells about block devices in {@code /sys} and {@code /proc}, read as plain files.
 *
 * <p>Every reader takes the directories as parameters, so that tests can show it a machine that they do not have.
 */
@NullMarked
package io.ebsnap.linux.sysfs;

import org.jspecify.annotations.NullMarked;
