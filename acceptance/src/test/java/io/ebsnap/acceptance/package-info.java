/**
 * Tests of the real daemon and the real command line together, as a user runs them.
 */
@NullMarked
package io.ebsnap.acceptance;

import org.jspecify.annotations.NullMarked;
