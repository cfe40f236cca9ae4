package io.ebsnap.pipeline;

import io.ebsnap.catalog.ImageExecutionRecord;
import java.util.Optional;

/**
 * An execution as it is seen.
 *
 * @param record of it
 * @param current whether its version is the current one
 * @param imageExists whether its image is there
 * @param task that it is, while it runs in this daemon; empty otherwise
 */
public record ExecutionView(ImageExecutionRecord record, boolean current, boolean imageExists, Optional<String> task) {}
