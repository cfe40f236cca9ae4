/**
 * The language of generic netlink, and of the kernel's NBD driver in it: requests and answers as bytes and as records. As much of
 * it as attaching devices needs.
 */
@NullMarked
package io.ebsnap.linux.netlink;

import org.jspecify.annotations.NullMarked;
