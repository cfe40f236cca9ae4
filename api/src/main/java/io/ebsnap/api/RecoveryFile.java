package io.ebsnap.api;

/**
 * A sealed copy of the keystore.
 *
 * @param recoveryFile its bytes in base64
 */
public record RecoveryFile(String recoveryFile) {}
