package io.ebsnap.kms;

import io.ebsnap.format.RotationType;
import java.time.Instant;

/**
 * A version of a KMS key whose material is still to be made.
 *
 * @param number counted from 1
 * @param created when
 * @param rotationType how it comes to be
 */
public record NewVersion(int number, Instant created, RotationType rotationType) {}
