package io.ebsnap.api;

import java.util.List;

/**
 * In what a file differs between two snapshots. No message has it: the command line prints it.
 *
 * @param path as in {@link SnapshotFile}
 * @param type of the file, in the second snapshot unless it was removed
 * @param changes {@code added} or {@code removed} alone; else one or more of {@code type}, {@code modified}, {@code mode}, {@code owner}
 */
public record SnapshotFileChange(String path, String type, List<String> changes) {}
