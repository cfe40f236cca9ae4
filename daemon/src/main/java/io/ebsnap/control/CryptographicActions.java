package io.ebsnap.control;

import io.ebsnap.api.Ciphertext;
import io.ebsnap.api.CryptographicRequest;
import io.ebsnap.api.CryptographicRequest.Decrypt;
import io.ebsnap.api.CryptographicRequest.Encrypt;
import io.ebsnap.api.CryptographicRequest.GenerateDataKey;
import io.ebsnap.api.CryptographicRequest.GenerateDataKeyWithoutPlaintext;
import io.ebsnap.api.CryptographicRequest.GenerateRandom;
import io.ebsnap.api.CryptographicRequest.ReEncrypt;
import io.ebsnap.api.DataKey;
import io.ebsnap.api.DecryptedPlaintext;
import io.ebsnap.api.RandomPlaintext;
import io.ebsnap.api.ReEncrypted;
import io.ebsnap.api.Tag;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.KeyRefusal;
import io.ebsnap.format.CiphertextBlob;
import io.ebsnap.format.EncryptionContext;
import io.ebsnap.identity.KeyId;
import io.ebsnap.kms.CryptographicOperations;
import io.ebsnap.kms.KeyOwner;
import io.ebsnap.kms.KeyServices;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The actions that seal and open directly under KMS keys. A key of another account is used for what its grants name. */
final class CryptographicActions {

    private static final int BLOB_CHARS_MAX = 8192;

    private final KeyServices services;
    private final CryptographicOperations operations;
    private final KeyOwner owner;

    CryptographicActions(KeyServices services) {
        this.services = services;
        this.operations = services.operations();
        this.owner = services.owner();
    }

    Record handle(CryptographicRequest<?> request) {
        return switch (request) {
            case Encrypt encrypt -> encrypt(encrypt);
            case Decrypt decrypt -> decrypt(decrypt);
            case GenerateDataKey generate -> dataKey(generate);
            case GenerateDataKeyWithoutPlaintext generate -> sealedDataKey(generate);
            case ReEncrypt again -> reEncrypt(again);
            case GenerateRandom random -> random(random);
        };
    }

    private Ciphertext encrypt(Encrypt request) {
        EncryptionContext context = context(request.encryptionContext());
        KeyId key = key("Encrypt", request.keyId(), context);
        try (DestroyableSecret plaintext = PlaintextBytes.of(request.plaintext())) {
            return shape(operations.encrypt(key, plaintext, context));
        }
    }

    private DecryptedPlaintext decrypt(Decrypt request) {
        EncryptionContext context = context(request.encryptionContext());
        CiphertextBlob blob = blob(request.ciphertextBlob());
        requireSealedBy(request.keyId(), "Decrypt", blob, context);
        try (CryptographicOperations.Opened opened = operations.decrypt(blob, context)) {
            return new DecryptedPlaintext(PlaintextBytes.shape(opened.plaintext()), arn(blob), opened.keyVersion());
        }
    }

    private DataKey dataKey(GenerateDataKey request) {
        EncryptionContext context = context(request.encryptionContext());
        KeyId key = key("GenerateDataKey", request.keyId(), context);
        try (DestroyableSecret made = operations.random(request.numberOfBytes())) {
            CiphertextBlob blob = operations.encrypt(key, made, context);
            return new DataKey(PlaintextBytes.shape(made), base64(blob), arn(blob), blob.keyVersion());
        }
    }

    private Ciphertext sealedDataKey(GenerateDataKeyWithoutPlaintext request) {
        EncryptionContext context = context(request.encryptionContext());
        KeyId key = key("GenerateDataKeyWithoutPlaintext", request.keyId(), context);
        try (DestroyableSecret made = operations.random(request.numberOfBytes())) {
            return shape(operations.encrypt(key, made, context));
        }
    }

    private ReEncrypted reEncrypt(ReEncrypt request) {
        EncryptionContext before = context(request.sourceEncryptionContext());
        EncryptionContext after = context(request.destinationEncryptionContext());
        CiphertextBlob source = blob(request.ciphertextBlob());
        requireSealedBy(request.sourceKeyId(), "ReEncryptFrom", source, before);
        KeyId key = key("ReEncryptTo", request.destinationKeyId(), after);
        try (CryptographicOperations.Opened opened = operations.decrypt(source, before)) {
            CiphertextBlob anew = operations.encrypt(key, opened.plaintext(), after);
            return new ReEncrypted(base64(anew), arn(source), source.keyVersion(), arn(anew), anew.keyVersion());
        }
    }

    private RandomPlaintext random(GenerateRandom request) {
        try (DestroyableSecret made = operations.random(request.numberOfBytes())) {
            return new RandomPlaintext(PlaintextBytes.shape(made));
        }
    }

    private KeyId key(String operation, String name, EncryptionContext context) {
        return owner.findFor(operation, name, context.pairs()).id();
    }

    /** The key that the blob names must be one that may be used, and the one that was named besides. */
    private void requireSealedBy(
            @Nullable String name, String operation, CiphertextBlob blob, EncryptionContext context) {
        String sealing = blob.keyId().toString();
        if (name != null && !key(operation, name, context).toString().equals(sealing)) {
            throw new Failure.Invalid(
                    KeyRefusal.INCORRECT_KEY, "the ciphertext was sealed under another key than '" + name + "'");
        }
        KeyId unused = key(operation, sealing, context);
    }

    private Ciphertext shape(CiphertextBlob blob) {
        return new Ciphertext(base64(blob), arn(blob), blob.keyVersion());
    }

    private String arn(CiphertextBlob blob) {
        return services.arnOf(blob.keyId().toString());
    }

    private static String base64(CiphertextBlob blob) {
        return Base64.getEncoder().encodeToString(blob.encode());
    }

    private static CiphertextBlob blob(String base64) {
        if (base64.length() > BLOB_CHARS_MAX) {
            throw new Failure.Invalid("a ciphertext has at most " + BLOB_CHARS_MAX + " characters of base64");
        }
        try {
            return CryptographicOperations.blob(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new Failure.Invalid("CiphertextBlob is not base64: " + e.getMessage());
        }
    }

    private static EncryptionContext context(List<Tag> pairs) {
        Map<String, String> context = new HashMap<>();
        for (Tag pair : pairs) {
            if (context.put(pair.key(), pair.value()) != null) {
                throw new Failure.Invalid("the encryption context has '" + pair.key() + "' twice");
            }
        }
        return new EncryptionContext(context);
    }
}
