package io.ebsnap.aws.kms;

import io.ebsnap.api.Ciphertext;
import io.ebsnap.api.CryptographicRequest.Decrypt;
import io.ebsnap.api.CryptographicRequest.Encrypt;
import io.ebsnap.api.CryptographicRequest.GenerateDataKey;
import io.ebsnap.api.CryptographicRequest.GenerateDataKeyWithoutPlaintext;
import io.ebsnap.api.CryptographicRequest.GenerateRandom;
import io.ebsnap.api.CryptographicRequest.ReEncrypt;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import java.util.Map;

/** What keys seal and open. */
final class CryptographicActions implements KmsActions {

    private static final int BYTES_MAX = 1024;
    private static final Map<String, Integer> SPECS = Map.of("AES_256", 32, "AES_128", 16);
    private static final String ALGORITHM = "EncryptionAlgorithm";
    private static final String BLOB = "CiphertextBlob";
    private static final String CONTEXT = "EncryptionContext";
    private static final String KEY_ID = "KeyId";
    private static final String KEY_SPEC = "KeySpec";
    private static final String MATERIAL_ID = "KeyMaterialId";
    private static final String NUMBER_OF_BYTES = "NumberOfBytes";
    private static final String PLAINTEXT = "Plaintext";

    @Override
    public Map<String, KmsAction> byName() {
        return Map.of(
                "Encrypt", (in, caller) -> encrypt(in),
                "Decrypt", (in, caller) -> decrypt(in),
                "GenerateDataKey", (in, caller) -> dataKey(in),
                "GenerateDataKeyWithoutPlaintext", (in, caller) -> sealedDataKey(in),
                "ReEncrypt", (in, caller) -> reEncrypt(in),
                "GenerateRandom", (in, caller) -> random(in));
    }

    private static Prepared encrypt(JsonMembers in) {
        common(in);
        KmsReading.only(in, ALGORITHM, KmsReading.SYMMETRIC);
        return new Prepared.Asked<>(
                new Encrypt(KmsReading.key(in), in.secret(PLAINTEXT), KmsReading.context(in, CONTEXT)),
                (answer, out) -> sealed(answer, out).add(ALGORITHM, KmsReading.SYMMETRIC));
    }

    private static JsonObject sealed(Ciphertext answer, JsonObject out) {
        return out.add(BLOB, answer.ciphertextBlob()).add(KEY_ID, answer.keyId());
    }

    private static Prepared decrypt(JsonMembers in) {
        common(in);
        KmsReading.only(in, ALGORITHM, KmsReading.SYMMETRIC);
        return new Prepared.Asked<>(
                new Decrypt(KmsReading.keyIfAny(in, KEY_ID), in.required(BLOB), KmsReading.context(in, CONTEXT)),
                (answer, out) -> out.add(KEY_ID, answer.keyId())
                        .add(PLAINTEXT, answer.plaintext())
                        .add(ALGORITHM, KmsReading.SYMMETRIC)
                        .add(MATERIAL_ID, KeyMaterialId.of(answer.keyId(), answer.keyVersion())));
    }

    private static Prepared dataKey(JsonMembers in) {
        common(in);
        return new Prepared.Asked<>(
                new GenerateDataKey(KmsReading.key(in), length(in), KmsReading.context(in, CONTEXT)),
                (answer, out) -> out.add(BLOB, answer.ciphertextBlob())
                        .add(PLAINTEXT, answer.plaintext())
                        .add(KEY_ID, answer.keyId())
                        .add(MATERIAL_ID, KeyMaterialId.of(answer.keyId(), answer.keyVersion())));
    }

    private static Prepared sealedDataKey(JsonMembers in) {
        common(in);
        return new Prepared.Asked<>(
                new GenerateDataKeyWithoutPlaintext(KmsReading.key(in), length(in), KmsReading.context(in, CONTEXT)),
                (answer, out) ->
                        sealed(answer, out).add(MATERIAL_ID, KeyMaterialId.of(answer.keyId(), answer.keyVersion())));
    }

    private static Prepared reEncrypt(JsonMembers in) {
        common(in);
        KmsReading.only(in, "SourceEncryptionAlgorithm", KmsReading.SYMMETRIC);
        KmsReading.only(in, "DestinationEncryptionAlgorithm", KmsReading.SYMMETRIC);
        return new Prepared.Asked<>(
                new ReEncrypt(
                        in.required(BLOB),
                        KmsReading.keyIfAny(in, "SourceKeyId"),
                        KmsReading.context(in, "SourceEncryptionContext"),
                        KmsReading.key(in, "DestinationKeyId"),
                        KmsReading.context(in, "DestinationEncryptionContext")),
                (answer, out) -> out.add(BLOB, answer.ciphertextBlob())
                        .add("SourceKeyId", answer.sourceKeyId())
                        .add(KEY_ID, answer.keyId())
                        .add("SourceEncryptionAlgorithm", KmsReading.SYMMETRIC)
                        .add("DestinationEncryptionAlgorithm", KmsReading.SYMMETRIC)
                        .add("SourceKeyMaterialId", KeyMaterialId.of(answer.sourceKeyId(), answer.sourceKeyVersion()))
                        .add("DestinationKeyMaterialId", KeyMaterialId.of(answer.keyId(), answer.keyVersion())));
    }

    private static Prepared random(JsonMembers in) {
        Integer length = in.integer(NUMBER_OF_BYTES, 1, BYTES_MAX);
        if (length == null) {
            throw in.missing(NUMBER_OF_BYTES);
        }
        return new Prepared.Asked<>(
                new GenerateRandom(length), (answer, out) -> out.add(PLAINTEXT, answer.plaintext()));
    }

    private static void common(JsonMembers in) {
        KmsReading.grantTokens(in);
        KmsReading.notDry(in);
    }

    /** By one of two members. */
    private static int length(JsonMembers in) {
        String spec = in.text(KEY_SPEC);
        Integer length = in.integer(NUMBER_OF_BYTES, 1, BYTES_MAX);
        if ((spec == null) == (length == null)) {
            throw AwsFault.of("ValidationException", "either " + KEY_SPEC + " or " + NUMBER_OF_BYTES + " is required");
        }
        if (spec == null) {
            return length;
        }
        Integer known = SPECS.get(spec);
        if (known == null) {
            throw in.invalid(KEY_SPEC, "AES_256 or AES_128");
        }
        return known;
    }
}
