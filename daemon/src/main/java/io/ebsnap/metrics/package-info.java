/** What the daemon can be watched by, in numbers: given out over HTTP in the text form that Prometheus reads. */
@org.jspecify.annotations.NullMarked
package io.ebsnap.metrics;
