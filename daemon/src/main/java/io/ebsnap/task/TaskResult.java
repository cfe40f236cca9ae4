package io.ebsnap.task;

/** What a completed task found or did: a record of the package that runs it. */
public interface TaskResult {}
