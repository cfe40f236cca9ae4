/** The daemon: wiring, order of start and stop, signals, readiness, watchdog. */
@NullMarked
package io.ebsnap.service;

import org.jspecify.annotations.NullMarked;
