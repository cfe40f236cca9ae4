package io.ebsnap.control;

import io.ebsnap.access.AccessKeys;
import io.ebsnap.api.AccessKey;
import io.ebsnap.api.AccessKeyList;
import io.ebsnap.api.AccessKeyRequest;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.AccessKeyRequest.DeleteAccessKey;
import io.ebsnap.api.AccessKeyRequest.ListAccessKeys;
import io.ebsnap.api.Done;
import io.ebsnap.api.NewAccessKey;
import io.ebsnap.api.Secret;
import io.ebsnap.catalog.AccessKeyRecord;
import org.jspecify.annotations.Nullable;

/** The actions about access keys. */
final class AccessKeyActions {

    private final AccessKeys keys;

    AccessKeyActions(AccessKeys keys) {
        this.keys = keys;
    }

    Record handle(AccessKeyRequest<?> request) {
        return switch (request) {
            case CreateAccessKey create -> create();
            case ListAccessKeys list ->
                new AccessKeyList(
                        keys.list().stream().map(key -> shape(key, null)).toList());
            case DeleteAccessKey delete -> delete(delete);
        };
    }

    /** The secret is overwritten when it was sent. */
    private NewAccessKey create() {
        try (io.ebsnap.access.NewAccessKey made = keys.create()) {
            return new NewAccessKey(shape(made.record(), made.secret().reveal(bytes -> {
                char[] chars = new char[bytes.length];
                for (int i = 0; i < chars.length; i++) {
                    chars[i] = (char) bytes[i];
                }
                return Secret.owning(chars);
            })));
        }
    }

    private Done delete(DeleteAccessKey request) {
        keys.delete(request.accessKeyId());
        return new Done(true);
    }

    private AccessKey shape(AccessKeyRecord key, @Nullable Secret secret) {
        return new AccessKey(
                key.userName(),
                key.accessKeyId(),
                AccessKey.ACTIVE,
                secret,
                key.createDate(),
                keys.accountOf(key),
                key.administrator());
    }
}
