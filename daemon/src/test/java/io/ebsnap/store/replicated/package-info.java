@NullMarked
package io.ebsnap.store.replicated;

import org.jspecify.annotations.NullMarked;
