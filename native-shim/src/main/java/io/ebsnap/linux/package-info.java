/**
 * The Linux system calls the daemon needs, under Java names and with units; the only way to native code.
 */
@NullMarked
package io.ebsnap.linux;

import org.jspecify.annotations.NullMarked;
