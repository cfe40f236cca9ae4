package io.ebsnap.remote;

import io.ebsnap.failure.Failure;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who a daemon is: SHA-256 of its certificate.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Fingerprint {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("a fingerprint has 64 hexadecimal digits");
        }
    }

    /**
     * What a person typed: digits in any case, with colons between them or without.
     *
     * @throws Failure.Invalid if it is none
     */
    public static Fingerprint parse(String text) {
        String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!FORM.matcher(digits).matches()) {
            throw new Failure.Invalid(
                    "'" + text + "' is no fingerprint of 64 hexadecimal digits",
                    "'ebsnap remote identity' on the other machine prints its own");
        }
        return new Fingerprint(digits);
    }

    static Fingerprint of(X509Certificate certificate) throws CertificateEncodingException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(HexFormat.of().formatHex(digest));
        } catch (CertificateEncodingException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
