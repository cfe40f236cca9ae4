package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image pipeline.
 *
 * @param name of it
 * @param file that it stands in
 * @param description for people
 * @param status {@code ENABLED}, {@code DISABLED}, or {@code ERROR} if it cannot be read
 * @param statusMessage why it cannot be read; absent if it can
 * @param schedule when it is due, in words; absent for never
 * @param nextTime when it is due next; absent for never
 * @param currentVersion absent if there is none
 * @param currentImageId absent if there is none
 * @param versionCount how many versions are there
 */
public record ImagePipeline(
        String name,
        String file,
        String description,
        String status,
        @Nullable String statusMessage,
        @Nullable String schedule,
        @Nullable Instant nextTime,
        @Nullable Integer currentVersion,
        @Nullable String currentImageId,
        int versionCount) {}
