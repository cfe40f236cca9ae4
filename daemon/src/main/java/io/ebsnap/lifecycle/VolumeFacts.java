package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Tag;
import java.util.List;

/**
 * What policies look at of a volume.
 *
 * @param id {@code vol-...}; of what stands for all volumes of a policy that makes images, that of the policy
 * @param name what the user calls it, or empty
 * @param ownerId 12-digit account
 * @param tags of the volume
 * @param managed whether the daemon serves it; else it is registered
 * @param device path or URI of a registered volume, target of a managed one
 * @param boot whether this machine has started from it
 */
public record VolumeFacts(
        String id, String name, String ownerId, List<Tag> tags, boolean managed, String device, boolean boot) {

    public VolumeFacts {
        tags = List.copyOf(tags);
    }

    /** Whether it stands for all volumes of a policy that makes images: those of a machine. */
    boolean isMachine() {
        return PolicyIds.isValid(id);
    }

    /** Whether it is meant by a word: id, name or device. */
    boolean isCalled(String word) {
        return id.equals(word) || device.equals(word) || (!name.isEmpty() && name.equals(word));
    }
}
