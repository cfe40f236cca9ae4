/** STS: who somebody is. */
@NullMarked
package io.ebsnap.aws.sts;

import org.jspecify.annotations.NullMarked;
