@NullMarked
package io.ebsnap.remote;

import org.jspecify.annotations.NullMarked;
