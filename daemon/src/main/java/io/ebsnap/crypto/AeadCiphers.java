package io.ebsnap.crypto;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the fastest cipher that can be trusted: Amazon Corretto Crypto Provider (native, at full speed at once, but half a second to
 * load), else SunJCE of the Java runtime (as fast once compiled, but at a hundredth of its speed for the first seconds unless it is
 * warmed up with small messages first).
 */
public final class AeadCiphers {

    private static final Logger LOG = LoggerFactory.getLogger(AeadCiphers.class);

    private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final int WARM_UP_CALLS = 6000;
    private static final int WARM_UP_BYTES = 4096;

    private AeadCiphers() {}

    /**
     * A cipher that is loaded, and warmed up if that is of use, by {@code background}; its first use waits for the loading (not for the warming).
     *
     * @param background runs one task of up to a second of CPU time
     */
    public static AeadCipher loadedBy(Executor background) {
        CompletableFuture<AeadCipher> loading = new CompletableFuture<>();
        background.execute(() -> loadInto(loading));
        return new LoadingAeadCipher(loading);
    }

    /** The fastest cipher that passes its self-test, here and now, not warmed up. */
    public static AeadCipher fastest() {
        return firstTrustworthy(candidates());
    }

    /**
     * Amazon's provider.
     *
     * @throws Failure.Unavailable if this machine cannot load it
     */
    static AeadCipher corretto() {
        return new ProviderAeadCipher(correttoProvider(), true);
    }

    /** The provider itself, as {@link #corretto}. */
    static Provider correttoProvider() {
        try {
            Class<?> type = Class.forName(CORRETTO);
            return (Provider) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new Failure.Unavailable("loading " + CORRETTO, e);
        }
    }

    /** The Java runtime's own provider. */
    static AeadCipher sunJce() {
        Provider provider = Security.getProvider("SunJCE");
        if (provider == null) {
            throw new Failure.Unavailable("this Java runtime has no provider SunJCE", null);
        }
        return new ProviderAeadCipher(provider, false);
    }

    /**
     * The first of {@code candidates} that loads and passes its self-test.
     *
     * @throws Failure.Internal if none does
     */
    static AeadCipher firstTrustworthy(List<Supplier<AeadCipher>> candidates) {
        Failure.Internal none = new Failure.Internal("no AES-256-GCM can be trusted on this machine", null);
        for (Supplier<AeadCipher> candidate : candidates) {
            try {
                AeadCipher cipher = candidate.get();
                AeadSelfTest.requireRight(cipher);
                LOG.info("cipher={} self-test=passed", cipher.name());
                return cipher;
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("A cipher is passed over, the next one is tried: {}", e.toString());
                none.addSuppressed(e);
            }
        }
        throw none;
    }

    /** Runs a cipher on many small messages, so that the Java runtime compiles what it consists of. */
    private static void warmUp(AeadCipher cipher) {
        byte[] key = new byte[AeadCipher.KEY_BYTES];
        byte[] nonce = new byte[AeadCipher.NONCE_BYTES];
        ArraySlice none = ArraySlice.of(new byte[0]);
        ArraySlice plaintext = ArraySlice.of(new byte[WARM_UP_BYTES]);
        ArraySlice sealed = ArraySlice.of(new byte[WARM_UP_BYTES + AeadCipher.TAG_BYTES]);
        for (int call = 0; call < WARM_UP_CALLS && !Thread.currentThread().isInterrupted(); call++) {
            cipher.seal(key, nonce, none, plaintext, sealed);
            cipher.open(key, nonce, none, sealed, plaintext);
        }
    }

    private static List<Supplier<AeadCipher>> candidates() {
        return List.of(AeadCiphers::corretto, AeadCiphers::sunJce);
    }

    private static void loadInto(CompletableFuture<AeadCipher> loading) {
        try {
            AeadCipher cipher = fastest();
            loading.complete(cipher);
            if (cipher instanceof ProviderAeadCipher provided && !provided.isNative()) {
                warmUp(cipher);
            }
        } catch (RuntimeException | Error e) {
            loading.completeExceptionally(e);
            throw e;
        }
    }
}
