/** The listener of AWS's own tools: HTTP/1.1 on a port, with TLS, and on a Unix socket. */
@NullMarked
package io.ebsnap.aws.http;

import org.jspecify.annotations.NullMarked;
