/**
 * The {@code ebsnap} command line: parses arguments, asks the daemon through the api, renders answers.
 */
@NullMarked
package io.ebsnap.cli;

import org.jspecify.annotations.NullMarked;
