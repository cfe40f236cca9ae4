/** The configuration file as validated, immutable records. */
@NullMarked
package io.ebsnap.config;

import org.jspecify.annotations.NullMarked;
