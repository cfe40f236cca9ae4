package io.ebsnap.access;

import io.ebsnap.crypto.DestroyableSecret;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Makes ids and secrets of access keys, as IAM's look. Safe for use by several threads. */
final class AccessKeyNames {

    private static final Pattern ID = Pattern.compile("AKIA[A-Z2-7]{16}");
    private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String BASE_64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int ID_DIGITS = 16;

    private final SecureRandom random;

    AccessKeyNames(SecureRandom random) {
        this.random = random;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** {@code AKIA} and 80 random bits. */
    String id() {
        StringBuilder id = new StringBuilder("AKIA");
        for (int i = 0; i < ID_DIGITS; i++) {
            id.append(BASE_32.charAt(random.nextInt(BASE_32.length())));
        }
        return id.toString();
    }

    /** 240 random bits; never a text. */
    DestroyableSecret secret() {
        byte[] secret = new byte[AccessKeySealing.SECRET_CHARS];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) BASE_64.charAt(random.nextInt(BASE_64.length()));
        }
        return DestroyableSecret.owning(secret);
    }
}
