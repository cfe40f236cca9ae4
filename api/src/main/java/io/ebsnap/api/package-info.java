/**
 * What the command line and the daemon say to each other: request and answer records and their codec, nothing else.
 *
 * <p>A connection over the daemon's Unix socket carries messages in both directions: a u32 big-endian length, then that
 * many bytes of a JSON object in UTF-8. A request names its action beside its fields, {@code {"Action": "DescribeSnapshots",
 * "SnapshotIds": [...]}}; its answer is {@code {"Result": {...}}} or {@code {"Error": {"Code", "Kind", "Message", "Hint"}}}.
 * The first request is {@code Hello}. Field names are EC2's where EC2 has the field.
 */
@NullMarked
package io.ebsnap.api;

import org.jspecify.annotations.NullMarked;
