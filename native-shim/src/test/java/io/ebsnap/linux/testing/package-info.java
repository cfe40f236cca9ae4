/** What tests need of a real machine: conditions, and disks that are always cleaned up. Other modules' tests use it too. */
@NullMarked
package io.ebsnap.linux.testing;

import org.jspecify.annotations.NullMarked;
