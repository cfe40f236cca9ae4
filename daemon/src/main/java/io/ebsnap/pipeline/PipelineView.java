package io.ebsnap.pipeline;

import java.time.Instant;
import java.util.Optional;

/**
 * A pipeline as it is seen.
 *
 * @param name of it
 * @param file that it stands in
 * @param description for people
 * @param state in a word: {@code ENABLED}, {@code DISABLED} or {@code ERROR}
 * @param trouble why it cannot be read; empty if it can
 * @param schedule when it is due, in words; empty for never
 * @param next when it is due next; empty for never
 * @param currentVersion 0 if there is none
 * @param currentImage empty if there is none
 * @param versions how many are there
 */
public record PipelineView(
        String name,
        String file,
        String description,
        String state,
        String trouble,
        String schedule,
        Optional<Instant> next,
        int currentVersion,
        String currentImage,
        int versions) {}
