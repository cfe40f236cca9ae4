/** Access keys: who signs what AWS's own tools ask for, and with which secret. */
@NullMarked
package io.ebsnap.access;

import org.jspecify.annotations.NullMarked;
