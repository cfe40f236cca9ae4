package io.ebsnap.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image, with EC2's fields.
 *
 * @param architecture {@code x86_64} and others
 * @param blockDeviceMappings its devices
 * @param bootMode {@code legacy-bios}, {@code uefi} or {@code uefi-preferred}
 * @param creationDate when it was ordered
 * @param deprecationTime when it is hidden from others than its owner
 * @param deregistrationProtection {@code disabled}, {@code enabled-without-cooldown} or {@code enabled-with-cooldown}
 * @param description the user's words; empty if there are none
 * @param imageId {@code ami-...}
 * @param imageLocation the owner, {@code /} and the name
 * @param imageType {@code machine}
 * @param lastLaunchedTime when volumes were last launched from it
 * @param name unique in the account
 * @param ownerId 12 digits
 * @param isPublic whether everybody may launch it
 * @param protectedUntil when a protection that was taken away ends
 * @param rootDeviceName which device has the root file system
 * @param rootDeviceType {@code ebs}
 * @param sourceImageId what it came from
 * @param state {@code pending}, {@code available}, {@code failed}, {@code deregistered}, {@code disabled} or {@code error}
 * @param stateReason why, if it failed
 * @param tags in the order given
 * @param virtualizationType {@code hvm}
 */
public record Image(
        String architecture,
        List<BlockDeviceMapping> blockDeviceMappings,
        String bootMode,
        Instant creationDate,
        @Nullable Instant deprecationTime,
        String deregistrationProtection,
        String description,
        String imageId,
        String imageLocation,
        String imageType,
        @Nullable Instant lastLaunchedTime,
        String name,
        String ownerId,
        @Spelled("Public") boolean isPublic,
        @Nullable Instant protectedUntil,
        String rootDeviceName,
        String rootDeviceType,
        @Nullable String sourceImageId,
        String state,
        @Nullable ImageStateReason stateReason,
        List<Tag> tags,
        String virtualizationType) {

    /** Whether nothing will change by itself any more. */
    public boolean isSettled() {
        return !state.equals("pending");
    }
}
