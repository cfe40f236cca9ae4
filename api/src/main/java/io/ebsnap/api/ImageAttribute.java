package io.ebsnap.api;

import java.util.List;

/** Who may launch an image beside its owner. */
public record ImageAttribute(String imageId, List<LaunchPermission> launchPermissions) {}
