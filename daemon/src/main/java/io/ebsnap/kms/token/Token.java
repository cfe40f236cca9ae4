package io.ebsnap.kms.token;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.TokenPin;
import io.ebsnap.linux.Cryptoki;
import io.ebsnap.linux.CryptokiException;
import io.ebsnap.linux.CryptokiSession;
import io.ebsnap.linux.CryptokiToken;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one session with a token. It is opened when it is first used, and anew after it was lost: once by whoever finds that out, then by whoever comes next.
 * A PIN that was refused is never tried again, and none is tried that would lock the token: locked, it opens nothing to anybody.
 * Safe for use by several threads, which wait for each other.
 */
public final class Token implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Token.class);

    private final String label;
    private final ModuleLoader loader;
    private final TokenPin pin;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Cryptoki module;

    @GuardedBy("lock")
    private @Nullable CryptokiSession session;

    @GuardedBy("lock")
    private @Nullable String refusal;

    @GuardedBy("lock")
    private boolean closed;

    /** A token that nothing was asked of yet. */
    public Token(String label, ModuleLoader loader, TokenPin pin) {
        this.label = label;
        this.loader = loader;
        this.pin = pin;
    }

    /**
     * What is done in a session.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    interface Work<T> {
        T in(CryptokiSession session) throws CryptokiException;
    }

    String label() {
        return label;
    }

    /**
     * Does something in the session. If that fails for another reason than what was given to it, it is done once more in a new session: it must be such
     * that this does no harm.
     *
     * @throws Failure.Unavailable if the token is not there, or fails
     * @throws Failure.Denied if the PIN was refused, or must not be tried
     * @throws CryptokiException {@link CryptokiException#isNotOurs} only
     */
    <T> T use(Work<T> work) throws CryptokiException {
        lock.lock();
        try {
            if (session == null) {
                return attempt(work);
            }
            try {
                return work.in(session);
            } catch (CryptokiException e) {
                if (e.isNotOurs()) {
                    throw e;
                }
                LOG.warn("token={} session lost, and opened anew: {}", label, e.getMessage());
                disconnect();
                return attempt(work);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets what is done next be done in a new session: one whose token was pulled may go on seeing nothing instead of failing. */
    void renew() {
        lock.lock();
        try {
            disconnect();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private <T> T attempt(Work<T> work) throws CryptokiException {
        CryptokiSession opened = connected();
        try {
            return work.in(opened);
        } catch (CryptokiException e) {
            if (e.isNotOurs()) {
                throw e;
            }
            disconnect();
            throw new Failure.Unavailable(words() + " failed: " + e.getMessage(), e);
        }
    }

    @GuardedBy("lock")
    private CryptokiSession connected() {
        requireOpen();
        Cryptoki loaded = load();
        boolean connected = false;
        try {
            CryptokiSession opened = login(loaded, find(loaded));
            module = loaded;
            session = opened;
            connected = true;
            LOG.info("token={} session opened", label);
            return opened;
        } catch (CryptokiException e) {
            throw new Failure.Unavailable(words() + " does not answer: " + e.getMessage(), e);
        } finally {
            if (!connected) {
                loaded.close();
            }
        }
    }

    @GuardedBy("lock")
    private void requireOpen() {
        if (closed) {
            throw new Failure.Unavailable(words() + " was closed", null);
        }
        if (refusal != null) {
            throw denied(refusal);
        }
    }

    private Cryptoki load() {
        try {
            return loader.load();
        } catch (CryptokiException | IllegalArgumentException e) {
            throw new Failure.Unavailable(
                    "the PKCS#11 module of token '" + label + "' cannot be loaded: " + e.getMessage(), e);
        }
    }

    private CryptokiToken find(Cryptoki loaded) throws CryptokiException {
        List<CryptokiToken> there = loaded.tokens();
        List<CryptokiToken> meant =
                there.stream().filter(token -> token.label().equals(label)).toList();
        if (meant.isEmpty()) {
            throw new Failure.Unavailable(words() + " is not there; " + names(there), null);
        }
        if (meant.size() > 1) {
            throw new Failure.Denied(
                    "there are " + meant.size() + " PKCS#11 tokens '" + label + "', and which is meant cannot be told",
                    "give one of them another label");
        }
        return meant.getFirst();
    }

    private static String names(List<CryptokiToken> tokens) {
        return tokens.isEmpty()
                ? "the module sees none at all"
                : "the module sees "
                        + tokens.stream()
                                .map(token -> "'" + token.label() + "'")
                                .collect(Collectors.joining(", "));
    }

    @GuardedBy("lock")
    private CryptokiSession login(Cryptoki loaded, CryptokiToken token) throws CryptokiException {
        requireTriesLeft(token);
        try (DestroyableSecret secret = read()) {
            byte[] bytes = secret.reveal(byte[]::clone);
            try {
                return loaded.login(token, bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (CryptokiException e) {
            if (e.refusesPin()) {
                String reason = String.valueOf(e.getMessage());
                refusal = reason;
                LOG.error("token={} refused the PIN in {}, which is not tried again: {}", label, pin, reason);
                throw denied(reason);
            }
            throw e;
        }
    }

    /** Nobody is asked for it: a file that is not there yet may come. */
    private DestroyableSecret read() {
        DestroyableSecret secret;
        try {
            secret = pin.read();
        } catch (Failure.NotFound e) {
            throw new Failure.Unavailable("the PIN of " + words() + ": " + e.getMessage(), e);
        }
        if (secret.length() == 0) {
            secret.close();
            throw new Failure.Denied("the PIN of " + words() + " in " + pin + " is empty");
        }
        return secret;
    }

    private void requireTriesLeft(CryptokiToken token) {
        switch (token.userPin()) {
            case GOOD -> {}
            case UNSET ->
                throw new Failure.Denied(words() + " has no PIN of its user yet", "set one with the token's own tools");
            case FINAL_TRY ->
                throw new Failure.Denied(
                        words() + " locks itself at the next wrong PIN, so that none is tried",
                        "log in with the right PIN once by another program, such as pkcs11-tool --login --test");
            case LOCKED ->
                throw new Failure.Denied(
                        words() + " is locked: a wrong PIN was given too often",
                        "unlock it with the PIN of its security officer");
        }
    }

    private Failure.Denied denied(String reason) {
        return new Failure.Denied(
                words() + " refused the PIN in " + pin + ", which is not tried again: " + reason,
                "correct the PIN, then restart ebsnapd");
    }

    private String words() {
        return "PKCS#11 token '" + label + "'";
    }

    @GuardedBy("lock")
    private void disconnect() {
        if (session != null) {
            session.close();
            session = null;
        }
        if (module != null) {
            module.close();
            module = null;
        }
    }

    /** Ends the session, and lets the module go. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            disconnect();
        } finally {
            lock.unlock();
        }
    }
}
