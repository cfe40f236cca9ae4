package io.ebsnap.control;

import io.ebsnap.api.KeyRequest.ExportKeys;
import io.ebsnap.api.KeyRequest.ImportKeys;
import io.ebsnap.api.Secret;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.RecoveryFile;
import io.ebsnap.kms.RootSecret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The actions about recovery files. */
final class RecoveryFileActions {

    private static final int UTF_8_BYTES_MAX = 4;

    private final KeyServices services;

    RecoveryFileActions(KeyServices services) {
        this.services = services;
    }

    /** Domain keys may be wrapped under newer versions when a recovery file has them. */
    io.ebsnap.api.RecoveryFile export(ExportKeys request) {
        try (RootSecret passphrase = passphrase(request.passphrase())) {
            byte[] sealed = RecoveryFile.export(services.keystore(), passphrase);
            services.duties().round();
            return new io.ebsnap.api.RecoveryFile(Base64.getEncoder().encodeToString(sealed), inToken());
        }
    }

    private List<String> inToken() {
        return services.keystore().keys().stream()
                .filter(key -> !key.token().isEmpty())
                .map(key -> key.id().toString())
                .toList();
    }

    void importKeys(ImportKeys request) {
        try (RootSecret passphrase = passphrase(request.passphrase())) {
            RecoveryFile.importInto(services.keystore(), decode(request.recoveryFile()), passphrase);
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Failure.Invalid("RecoveryFile is not base64: " + e.getMessage());
        }
    }

    /** In UTF-8; every copy on the way is overwritten. */
    private static RootSecret passphrase(Secret secret) {
        byte[] room = new byte[Math.multiplyExact(secret.chars().length, UTF_8_BYTES_MAX)];
        ByteBuffer encoded = ByteBuffer.wrap(room);
        try {
            CoderResult result =
                    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(secret.chars()), encoded, true);
            if (!result.isUnderflow()) {
                throw new Failure.Invalid("the passphrase is not made of whole characters");
            }
            return RootSecret.passphrase(DestroyableSecret.owning(Arrays.copyOf(room, encoded.position())));
        } finally {
            Arrays.fill(room, (byte) 0);
        }
    }
}
