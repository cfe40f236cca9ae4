/** Signature Version 4: who has signed a request, and that it is as it was signed. */
@NullMarked
package io.ebsnap.aws.signature;

import org.jspecify.annotations.NullMarked;
