/**
 * What the command line and the daemon say to each other: request and answer records and their codec, nothing else.
 */
@NullMarked
package io.ebsnap.api;

import org.jspecify.annotations.NullMarked;
