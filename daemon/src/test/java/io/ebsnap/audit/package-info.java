@NullMarked
package io.ebsnap.audit;

import org.jspecify.annotations.NullMarked;
