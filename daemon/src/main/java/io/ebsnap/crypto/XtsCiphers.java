package io.ebsnap.crypto;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.security.Provider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives AES-256-XTS, if this machine has one that can be trusted: the Java runtime has none, so there is none without Amazon's native provider. It
 * is loaded and tested when it is first asked for. Safe for use by several threads.
 */
public final class XtsCiphers {

    private static final Logger LOG = LoggerFactory.getLogger(XtsCiphers.class);

    private final Supplier<Provider> provider;

    @GuardedBy("this")
    private @Nullable XtsCipher found;

    private XtsCiphers(Supplier<Provider> provider) {
        this.provider = provider;
    }

    /** Amazon's provider. */
    public static XtsCiphers corretto() {
        return of(AeadCiphers::correttoProvider);
    }

    /** Another provider, for tests. */
    static XtsCiphers of(Supplier<Provider> provider) {
        return new XtsCiphers(provider);
    }

    /** Whether this machine has one. */
    public boolean areThere() {
        try {
            return !get().name().isEmpty();
        } catch (Failure.Unavailable e) {
            LOG.warn("volumes are not encrypted unless they are ordered so: {}", e.getMessage());
            return false;
        }
    }

    /**
     * The cipher.
     *
     * @throws Failure.Unavailable if this machine has none
     */
    public synchronized XtsCipher get() {
        XtsCipher known = found;
        if (known != null) {
            return known;
        }
        try {
            XtsCipher loaded = new ProviderXtsCipher(provider.get());
            XtsSelfTest.requireRight(loaded);
            LOG.info("cipher={} mode=XTS self-test=passed", loaded.name());
            found = loaded;
            return loaded;
        } catch (RuntimeException | LinkageError e) {
            throw new Failure.Unavailable(
                    "this machine has no AES-256-XTS that can be trusted, which encrypted volumes need: " + e, e);
        }
    }
}
