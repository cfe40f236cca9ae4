/** The daemon's parts over memory, and made-up devices, for tests of whole flows. */
@NullMarked
package io.ebsnap.scenario;

import org.jspecify.annotations.NullMarked;
