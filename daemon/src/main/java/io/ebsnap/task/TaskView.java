package io.ebsnap.task;

import io.ebsnap.failure.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task as it is at one moment.
 *
 * @param id its name
 * @param kind what it does
 * @param subject to what, in words: {@code snap-... onto /dev/loop1}
 * @param state where it is in its life
 * @param message why it failed, in one line; else empty
 * @param hint what a person can do about the failure; else empty
 * @param started when
 * @param ended when; null while it runs
 * @param progress how far it is, or was when it ended
 * @param result of a completed task; null for any other
 * @param failure what made it fail, whose type says what a caller can do about it; null for any other
 */
public record TaskView(
        TaskId id,
        TaskKind kind,
        String subject,
        TaskState state,
        String message,
        String hint,
        Instant started,
        @Nullable Instant ended,
        Progress progress,
        @Nullable TaskResult result,
        @Nullable Failure failure) {}
