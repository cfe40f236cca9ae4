package io.ebsnap.lifecycle;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names of policies: {@code policy-} and 17 hexadecimal digits. */
public final class PolicyIds {

    private static final String PREFIX = "policy-";
    private static final int DIGITS = 17;
    private static final int BYTES = 9;
    private static final Pattern FORM = Pattern.compile("policy-[0-9a-f]{17}");

    private PolicyIds() {}

    static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** A new one. */
    static String random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /** That of a file, by its name without the ending: it stays while the file is called so. */
    public static String ofFile(String name) {
        try {
            return of(MessageDigest.getInstance("SHA-256")
                    .digest(("ebsnap policy file " + name).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String of(byte[] bytes) {
        return PREFIX + HexFormat.of().formatHex(bytes, 0, BYTES).substring(0, DIGITS);
    }
}
