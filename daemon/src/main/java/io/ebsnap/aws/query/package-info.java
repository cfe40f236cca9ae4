/** The query protocol of EC2 and STS: parameters in, XML out. */
@NullMarked
package io.ebsnap.aws.query;

import org.jspecify.annotations.NullMarked;
