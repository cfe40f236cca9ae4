package io.ebsnap.api;

import java.util.List;

/**
 * A sealed copy of the keystore.
 *
 * @param recoveryFile its bytes in base64
 * @param keyIdsInToken keys whose material is in a PKCS#11 token: the recovery file only names it
 */
public record RecoveryFile(String recoveryFile, List<String> keyIdsInToken) {}
