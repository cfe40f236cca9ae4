package io.ebsnap.crypto;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A cipher that another thread is still loading: the first use waits for it. */
final class LoadingAeadCipher implements AeadCipher {

    private final CompletableFuture<AeadCipher> loading;

    LoadingAeadCipher(CompletableFuture<AeadCipher> loading) {
        this.loading = loading;
    }

    @Override
    public String name() {
        return loaded().name();
    }

    @Override
    public int seal(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice plaintext, ArraySlice target) {
        return loaded().seal(key, nonce, associated, plaintext, target);
    }

    @Override
    public int open(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice sealed, ArraySlice target) {
        return loaded().open(key, nonce, associated, sealed, target);
    }

    private AeadCipher loaded() {
        try {
            return loading.join();
        } catch (CompletionException e) {
            throw new Failure.Internal("the cipher could not be loaded", e.getCause());
        }
    }
}
