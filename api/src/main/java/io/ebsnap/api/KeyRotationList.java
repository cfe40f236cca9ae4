package io.ebsnap.api;

import java.util.List;

/** Versions of a key's material, the oldest first. */
public record KeyRotationList(List<KeyRotation> rotations) {}
