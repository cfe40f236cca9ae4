package io.ebsnap.aws.signature;

import io.ebsnap.access.SigningKey;
import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AccessRefused.Reason;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.crypto.ConstantTime;
import io.ebsnap.crypto.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Finds out who has signed a request, and that it is as it was signed. Safe for use by several threads. */
public final class SignatureVerifier {

    /** By how much clocks may differ. */
    public static final Duration SKEW_MAX = Duration.ofMinutes(5);

    private final Function<String, Optional<SigningKey>> keys;
    private final InstantSource clock;
    private final ClaimedSignatures claimed;

    /** @param keys by their ids; whoever asks closes what is found */
    public SignatureVerifier(
            Function<String, Optional<SigningKey>> keys, InstantSource clock, ClaimedSignatures claimed) {
        this.keys = keys;
        this.clock = clock;
        this.claimed = claimed;
    }

    /** Whether a request says that it is signed, rightly or not. */
    public static boolean isSigned(AwsRequest request) {
        return !request.headers("authorization").isEmpty() || request.query().contains("X-Amz-Algorithm=");
    }

    /**
     * The service that a request is signed for; nothing of that is proven.
     *
     * @throws AccessRefused if it is not signed, or not completely
     */
    public static String serviceOf(AwsRequest request) {
        return Signature.of(request).credential().service();
    }

    /**
     * Who has signed a request.
     *
     * @param service whose request it is
     * @param takesUnsignedBody whether the body need not be signed
     * @throws AccessRefused unless it is as it was signed, with a key that there is, not long ago
     */
    public VerifiedRequest verify(AwsRequest request, String service, boolean takesUnsignedBody) {
        Signature signature = Signature.of(request);
        requireTimely(signature);
        if (!signature.credential().service().equals(service)) {
            throw new AccessRefused(Reason.INCOMPLETE, "Credential is not for the service " + service);
        }
        if (!request.headers("x-amz-security-token").isEmpty()
                || request.query().contains("X-Amz-Security-Token")) {
            throw new AccessRefused(Reason.UNKNOWN_KEY, "there are no temporary credentials");
        }
        byte[] message = CanonicalRequest.stringToSign(request, signature, takesUnsignedBody);
        String id = signature.credential().accessKeyId();
        try (SigningKey key = keys.apply(id)
                .orElseThrow(() -> new AccessRefused(Reason.UNKNOWN_KEY, "there is no access key '" + id + "'"))) {
            if (!ConstantTime.equal(expected(key, signature.credential(), message), signature.value())) {
                throw new AccessRefused(
                        Reason.MISMATCH, "the signature is not that of this request by the secret of " + id);
            }
            return new VerifiedRequest(key.accessKeyId(), key.holder(), new Claim(() -> claim(signature)));
        }
    }

    private void requireTimely(Signature signature) {
        Instant now = clock.instant();
        Instant signed = signature.time();
        Instant end = signed.plus(signature.lifetime().orElse(SKEW_MAX));
        if (signed.isAfter(now.plus(SKEW_MAX)) || end.isBefore(now)) {
            throw new AccessRefused(
                    Reason.EXPIRED, "the request was signed at " + signed + ", and it is " + now + " now");
        }
    }

    private void claim(Signature signature) {
        Instant signed = signature.time();
        claimed.claim(
                signature.value(), signed, signed.plus(signature.lifetime().orElse(SKEW_MAX)));
    }

    private static byte[] expected(SigningKey key, Credential credential, byte[] message) {
        byte[] secret = key.secret().reveal(SignatureVerifier::prefixed);
        byte[] day = derived(secret, credential.date());
        byte[] region = derived(day, credential.region());
        byte[] service = derived(region, credential.service());
        byte[] signing = derived(service, "aws4_request");
        try {
            return KeyedHash.of(signing, message);
        } finally {
            Arrays.fill(signing, (byte) 0);
        }
    }

    private static byte[] prefixed(byte[] secret) {
        byte[] prefix = "AWS4".getBytes(StandardCharsets.US_ASCII);
        byte[] both = Arrays.copyOf(prefix, prefix.length + secret.length);
        System.arraycopy(secret, 0, both, prefix.length, secret.length);
        return both;
    }

    /** Overwrites the key that it derives from. */
    private static byte[] derived(byte[] key, String word) {
        try {
            return KeyedHash.of(key, word.getBytes(StandardCharsets.UTF_8));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
