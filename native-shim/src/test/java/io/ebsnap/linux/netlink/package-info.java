@NullMarked
package io.ebsnap.linux.netlink;

import org.jspecify.annotations.NullMarked;
