package io.ebsnap.api;

import java.util.List;

/**
 * Tasks.
 *
 * @param tasks in the order of their start
 */
public record TaskList(List<Task> tasks) {}
