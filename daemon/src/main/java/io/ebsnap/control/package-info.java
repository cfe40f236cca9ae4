/** The Unix socket server: a request, one service call, an answer. */
@NullMarked
package io.ebsnap.control;

import org.jspecify.annotations.NullMarked;
