package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.DeletedKey;
import io.ebsnap.format.KeyState;
import io.ebsnap.identity.KeyId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is due without anybody asking: keys are deleted at their date and rotated at theirs, and what a crash left half done is finished.
 * Each step is durable by itself and can be done again, so a round that dies anywhere is made good by the next one. Safe for use by
 * several threads.
 *
 * <p>A deletion first takes the material out of the keystore, which notes that the key was deleted; from there on nothing can be read
 * under it. Then the wrapped domain keys go, on the ground of that note, and material in a token, as soon as that can be had.
 */
public final class KeyDuties {

    private static final Logger LOG = LoggerFactory.getLogger(KeyDuties.class);

    private final Keystore keystore;
    private final KeystoreKeyring keyring;
    private final KmsRotation rotation;
    private final Surroundings surroundings;
    private final ClockWatch watch;

    public KeyDuties(Keystore keystore, KeystoreKeyring keyring, KmsRotation rotation, Surroundings surroundings) {
        this.keystore = keystore;
        this.keyring = keyring;
        this.rotation = rotation;
        this.surroundings = surroundings;
        this.watch = new ClockWatch(surroundings.clock(), surroundings.nanoTime());
    }

    /**
     * What comes from outside.
     *
     * @param clock the time of day
     * @param nanoTime elapsed nanoseconds
     * @param crashPoints is told of each durable step
     * @param objection is asked before a key is deleted
     */
    public record Surroundings(
            InstantSource clock, LongSupplier nanoTime, CrashPoints crashPoints, KeyObjection objection) {

        /** Where nobody objects. */
        public Surroundings(InstantSource clock, LongSupplier nanoTime, CrashPoints crashPoints) {
            this(clock, nanoTime, crashPoints, KeyObjection.NONE);
        }
    }

    /** Does what is due. To be called at the start and then every minute. */
    public synchronized void round() {
        boolean trusted = watch.isTrusted();
        Instant now = surroundings.clock().instant();
        Set<String> wrapping = keyring.wrappingKeys();
        for (DeletedKey deleted : keystore.deletedKeys()) {
            KeyId id = new KeyId(deleted.keyId());
            if (wrapping.contains(id.toString())) {
                attempt("destroying what it wrapped", id, this::destroyDomains);
            }
            if (deleted.inToken() != null) {
                attempt("destroying its material in the token", id, this::destroyInToken);
            }
        }
        for (KeyMetadata key : keystore.keys()) {
            if (isToBeDeleted(key, now)) {
                if (trusted) {
                    attempt("deletion", key.id(), this::delete);
                }
            } else if (key.keyState() == KeyState.ENABLED) {
                attempt("rotation", key.id(), id -> rotation.rotateIfDue(key, now));
                if (wrapping.contains(key.id().toString())) {
                    attempt("wrapping anew", key.id(), keyring::rewrap);
                }
            }
        }
    }

    private static boolean isToBeDeleted(KeyMetadata key, Instant now) {
        Instant date = key.deletionDate();
        return date != null && !now.isBefore(date);
    }

    private void delete(KeyId id) {
        if (keyring.isStores(id)) {
            throw new Failure.Conflict("it opens the store itself");
        }
        surroundings.objection().to(id, keyring.domainsOf(id)).ifPresent(reason -> {
            throw new Failure.Conflict(reason);
        });
        crashPoint("key.before-delete");
        keystore.delete(id);
        LOG.warn("key={} deleted: what is sealed under it can never be read again", id);
        crashPoint("key.after-material");
        destroyDomains(id);
        attempt("destroying its material in the token", id, this::destroyInToken);
    }

    private void destroyInToken(KeyId id) {
        if (keystore.making().destroyInToken(id)) {
            LOG.warn("key={} its material in the token is destroyed", id);
            crashPoint("key.after-token");
        }
    }

    private void destroyDomains(KeyId id) {
        if (keyring.destroy(id)) {
            crashPoint("key.after-data-key");
        }
    }

    private void attempt(String what, KeyId id, Consumer<KeyId> work) {
        try {
            work.accept(id);
        } catch (Failure e) {
            LOG.warn("key={} {} is tried again later: {}", id, what, e.getMessage());
        }
    }

    private void crashPoint(String name) {
        surroundings.crashPoints().reached(name);
    }
}
