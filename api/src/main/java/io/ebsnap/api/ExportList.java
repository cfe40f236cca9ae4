package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exports.
 *
 * @param exports in the order of their names
 * @param nextToken of the next page; absent on the last one
 */
public record ExportList(List<Export> exports, @Nullable String nextToken) {}
