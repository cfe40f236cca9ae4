package io.ebsnap.catalog;

import java.util.List;

/**
 * Who may make volumes of a snapshot beside its owner, under EC2's name.
 *
 * @param userIds accounts of 12 digits, each once
 * @param all whether everybody may
 */
public record CreateVolumePermission(List<String> userIds, boolean all) {

    public CreateVolumePermission {
        userIds = List.copyOf(userIds);
    }
}
