package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.KeyRotation;
import io.ebsnap.format.KeyState;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.format.RotationType;
import io.ebsnap.identity.KeyId;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * New material for KMS keys. A rotation writes the keystore and then the wrapped domain key, some bytes each, whatever the size of the store:
 * no data is written again. Old versions stay for good. Safe for use by several threads.
 */
public final class KmsRotation {

    /** How often somebody may ask for other material of one key, as in KMS. */
    public static final int ON_DEMAND_MAX = 25;

    private static final Logger LOG = LoggerFactory.getLogger(KmsRotation.class);

    private final Keystore keystore;
    private final KeystoreKeyring keyring;
    private final CrashPoints crashPoints;

    public KmsRotation(Keystore keystore, KeystoreKeyring keyring, CrashPoints crashPoints) {
        this.keystore = keystore;
        this.keyring = keyring;
        this.crashPoints = crashPoints;
    }

    /**
     * Gives a key new material.
     *
     * @throws Failure.Denied if the key may not be used
     * @throws Failure.Exhausted if that was asked for too often
     */
    public KeyMetadata rotateNow(String name) {
        KeyId id = keystore.resolve(name).id();
        keystore.requireUsable(id);
        return rotate(id, RotationType.ON_DEMAND);
    }

    /**
     * Lets a key have new material by itself.
     *
     * @param days between two rotations, 90 to 2560
     */
    public KeyMetadata enable(String name, int days) {
        if (days < KeyRotation.DAYS_MIN || days > KeyRotation.DAYS_MAX) {
            throw new Failure.Invalid("a key is rotated every " + KeyRotation.DAYS_MIN + " to " + KeyRotation.DAYS_MAX
                    + " days, not " + days);
        }
        KeyId id = keystore.resolve(name).id();
        keystore.requireUsable(id);
        Instant now = keystore.maker().now();
        return changed(id, new KeyRotation(false, days, null).from(now));
    }

    /** Lets a key keep its material. */
    public KeyMetadata disable(String name) {
        KeyMetadata key = keystore.resolve(name);
        return changed(key.id(), new KeyRotation(false, key.rotation().periodInDays(), null));
    }

    private KeyMetadata changed(KeyId id, KeyRotation rotation) {
        KeyMetadata key = keystore.change(id, old -> {
            KeyRules.requireNotPending(old, "rotated");
            return old.rotating(rotation, old.versions());
        });
        crashPoints.reached("key.after-change");
        return key;
    }

    /** Gives a key new material if its date has come. A date that is farther away than a period was set by a clock that was wrong. */
    void rotateIfDue(KeyMetadata key, Instant now) {
        Instant date = key.rotation().nextDate();
        if (date == null || key.keyState() != KeyState.ENABLED) {
            return;
        }
        if (!now.isBefore(date)) {
            rotate(key.id(), RotationType.AUTOMATIC);
        } else if (date.isAfter(key.rotation().from(now).nextDate())) {
            changed(key.id(), key.rotation().from(now));
        }
    }

    /** A crash after the first step leaves the domain key wrapped under an older version, which {@link KeyDuties} makes good. */
    private KeyMetadata rotate(KeyId id, RotationType type) {
        KeyMetadata rotated = keystore.making().renew(id, type, key -> requireRoom(key, type));
        LOG.info("key={} version={} type={} rotated", id, rotated.currentVersion(), type);
        crashPoints.reached("key.after-version");
        keyring.rewrap(id);
        crashPoints.reached("key.after-rewrap");
        return rotated;
    }

    private static void requireRoom(KeystoreContent.Key key, RotationType type) {
        long onDemand = key.versions().stream()
                .filter(version -> version.rotationType() == RotationType.ON_DEMAND)
                .count();
        if (type == RotationType.ON_DEMAND && onDemand >= ON_DEMAND_MAX) {
            throw new Failure.Exhausted(
                    "KMS key " + key.keyId() + " was rotated on demand " + onDemand + " times, which is the most",
                    null);
        }
        if (key.versions().size() >= KeystoreContent.VERSIONS_MAX) {
            throw new Failure.Exhausted("KMS key " + key.keyId() + " has as many versions as it may have", null);
        }
    }
}
