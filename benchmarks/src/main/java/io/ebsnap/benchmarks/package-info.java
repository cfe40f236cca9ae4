/** JMH benches of the stages that a block goes through on its way into the store and out of it. */
@NullMarked
package io.ebsnap.benchmarks;

import org.jspecify.annotations.NullMarked;
