package io.ebsnap.volume;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How new volumes and images are encrypted.
 *
 * @param keys of their targets
 * @param byDefault whether those are of which nothing is said
 * @param defaultKey gives the KMS key id or alias for a volume that begins empty and for which no other is named
 */
public record VolumeEncryption(TargetKeys keys, BooleanSupplier byDefault, Supplier<String> defaultKey) {}
