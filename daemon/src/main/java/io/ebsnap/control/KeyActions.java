package io.ebsnap.control;

import io.ebsnap.api.Key;
import io.ebsnap.api.KeyList;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.KeyRequest.ExportKeys;
import io.ebsnap.api.KeyRequest.ImportKeys;
import io.ebsnap.api.KeyRequest.ListKeys;
import io.ebsnap.api.Secret;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.KeyMetadata;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.RecoveryFile;
import io.ebsnap.kms.RootSecret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The actions about the keystore. */
final class KeyActions {

    private static final int UTF_8_BYTES_MAX = 4;

    private final Keystore keystore;

    KeyActions(Keystore keystore) {
        this.keystore = keystore;
    }

    Record handle(KeyRequest<?> request) {
        return switch (request) {
            case ListKeys list -> list();
            case ExportKeys export -> export(export);
            case ImportKeys imported -> importKeys(imported);
        };
    }

    private KeyList list() {
        return new KeyList(keystore.keys().stream().map(KeyActions::key).toList());
    }

    private io.ebsnap.api.RecoveryFile export(ExportKeys request) {
        try (RootSecret passphrase = passphrase(request.passphrase())) {
            byte[] sealed = RecoveryFile.export(keystore, passphrase);
            return new io.ebsnap.api.RecoveryFile(Base64.getEncoder().encodeToString(sealed));
        }
    }

    private KeyList importKeys(ImportKeys request) {
        try (RootSecret passphrase = passphrase(request.passphrase())) {
            RecoveryFile.importInto(keystore, decode(request.recoveryFile()), passphrase);
        }
        return list();
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

    private static Key key(KeyMetadata key) {
        return new Key(
                key.id().toString(),
                key.keyState(),
                key.description(),
                key.created(),
                key.aliases(),
                key.currentVersion());
    }
}
