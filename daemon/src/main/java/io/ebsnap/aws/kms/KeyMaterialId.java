package io.ebsnap.aws.kms;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** KMS names a version of a key's material by 64 hexadecimal digits. Here they are a hash of the key's id and the version's number, and nothing is kept for them. */
final class KeyMaterialId {

    private KeyMaterialId() {}

    /**
     * The name of a version.
     *
     * @param key its id, or an ARN that ends with it
     */
    static String of(String key, int version) {
        String id = key.substring(key.lastIndexOf('/') + 1);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("ebsnap key material " + id + " " + version).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
