package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.KeyGrant;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Leave for accounts to use KMS keys. Safe for use by several threads. */
public final class KmsGrants {

    /** To know what a key is. */
    static final String DESCRIBE_KEY = "DescribeKey";

    /** What a grant can allow, with KMS's names. */
    public static final Set<String> OPERATIONS = Set.of(
            "Decrypt",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo",
            "CreateGrant",
            "RetireGrant",
            DESCRIBE_KEY);

    /** How many grants a key has at most. */
    static final int GRANTS_MAX = 1_000;

    private static final int CONTEXT_MAX = 8;
    private static final int CONTEXT_LENGTH_MAX = 384;
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:/_-]{0,256}");

    private final Keystore keystore;
    private final CrashPoints crashPoints;

    public KmsGrants(Keystore keystore, CrashPoints crashPoints) {
        this.keystore = keystore;
        this.crashPoints = crashPoints;
    }

    /**
     * What is to be granted.
     *
     * @param granteePrincipal 12-digit account
     * @param retiringPrincipal 12-digit account that may give it back besides that one; null for none
     * @param operations some of {@link #OPERATIONS}, at least one
     * @param constraints on the encryption context
     * @param name the same name with the same rest gives the same grant again; empty for none
     */
    public record Wanted(
            String granteePrincipal,
            @Nullable String retiringPrincipal,
            List<String> operations,
            Constraints constraints,
            String name) {

        public Wanted {
            operations = List.copyOf(operations);
        }

        /** One that only its grantee gives back. */
        public Wanted(String granteePrincipal, List<String> operations, Constraints constraints, String name) {
            this(granteePrincipal, null, operations, constraints, name);
        }
    }

    /**
     * For which encryption contexts a grant is to be: one of both, or any.
     *
     * @param encryptionContextSubset what they must hold; empty if nothing is said
     * @param encryptionContextEquals what they must be; empty if nothing is said
     */
    public record Constraints(
            Map<String, String> encryptionContextSubset, Map<String, String> encryptionContextEquals) {

        /** Any encryption context. */
        public static final Constraints NONE = new Constraints(Map.of(), Map.of());

        public Constraints {
            encryptionContextSubset = Map.copyOf(encryptionContextSubset);
            encryptionContextEquals = Map.copyOf(encryptionContextEquals);
        }
    }

    /** Grants. The id is that of an older grant if that has the same name and is the same otherwise. */
    public KeyGrant create(String keyName, Wanted wanted) {
        check(wanted);
        KeyId id = keystore.resolve(keyName).id();
        keystore.requireUsable(id);
        Map<String, String> exact = wanted.constraints().encryptionContextEquals();
        KeyGrant made = new KeyGrant(
                keystore.maker().grantId(),
                wanted.name(),
                wanted.granteePrincipal(),
                wanted.operations(),
                wanted.constraints().encryptionContextSubset(),
                keystore.maker().now(),
                exact.isEmpty() ? null : exact,
                wanted.retiringPrincipal());
        KeyMetadata key = keystore.change(id, old -> granting(old, made));
        crashPoints.reached("key.after-grant");
        return key.grants().stream()
                .filter(grant -> grant.equals(made) || isSame(grant, made))
                .findFirst()
                .orElseThrow();
    }

    /** The grants of a key, the oldest first. */
    public List<KeyGrant> list(String keyName) {
        return keystore.resolve(keyName).grants();
    }

    /**
     * A grant and its key.
     *
     * @param key that it lets use
     * @param grant to use it
     */
    public record OfKey(KeyId key, KeyGrant grant) {}

    /** The grants that an account can give back: all that it has, and those that name it for that. */
    public List<OfKey> retirableBy(String account) {
        return keystore.keys().stream()
                .flatMap(key -> key.grants().stream()
                        .filter(grant -> grant.mayBeRetiredBy(account))
                        .map(grant -> new OfKey(key.id(), grant)))
                .toList();
    }

    /**
     * Whether a grant lets an account do something. What a key is may be known with any constraint, as in KMS.
     *
     * @param operation one of {@link #OPERATIONS}
     * @param context with which it is to be done
     */
    static boolean allows(KeyGrant grant, String account, String operation, Map<String, String> context) {
        return grant.granteePrincipal().equals(account)
                && grant.operations().contains(operation)
                && (operation.equals(DESCRIBE_KEY) || grant.admits(context));
    }

    /**
     * Takes a grant back.
     *
     * @throws Failure.NotFound if the key has no such grant
     */
    public void revoke(String keyName, String grantId) {
        keystore.change(keystore.resolve(keyName).id(), key -> {
            List<KeyGrant> others = key.grants().stream()
                    .filter(grant -> !grant.grantId().equals(grantId))
                    .toList();
            if (others.size() == key.grants().size()) {
                throw new Failure.NotFound("key " + key.keyId() + " has no grant " + grantId);
            }
            return key.granting(others);
        });
        crashPoints.reached("key.after-grant");
    }

    private static KeystoreContent.Key granting(KeystoreContent.Key key, KeyGrant made) {
        if (key.grants().stream().anyMatch(grant -> isSame(grant, made))) {
            return key;
        }
        if (key.grants().size() >= GRANTS_MAX) {
            throw new Failure.Exhausted(
                    "key " + key.keyId() + " has " + GRANTS_MAX + " grants, which is the most",
                    "revoke one that is not needed: ebsnap key grant list " + key.keyId(),
                    null);
        }
        List<KeyGrant> grants = new ArrayList<>(key.grants());
        grants.add(made);
        return key.granting(grants);
    }

    private static boolean isSame(KeyGrant grant, KeyGrant made) {
        return !made.name().isEmpty()
                && grant.name().equals(made.name())
                && grant.granteePrincipal().equals(made.granteePrincipal())
                && grant.operations().equals(made.operations())
                && grant.encryptionContextSubset().equals(made.encryptionContextSubset())
                && Objects.equals(grant.encryptionContextEquals(), made.encryptionContextEquals())
                && Objects.equals(grant.retiringPrincipal(), made.retiringPrincipal());
    }

    private static void check(Wanted wanted) {
        requireAccount(wanted.granteePrincipal());
        if (wanted.retiringPrincipal() != null) {
            requireAccount(wanted.retiringPrincipal());
        }
        if (!NAME.matcher(wanted.name()).matches()) {
            throw new Failure.Invalid("a grant's name has at most 256 of letters, digits, : / _ and -");
        }
        if (wanted.operations().isEmpty() || !OPERATIONS.containsAll(wanted.operations())) {
            throw new Failure.Invalid(
                    "a grant is of one or more operations, not of " + wanted.operations(),
                    "known are "
                            + String.join(", ", OPERATIONS.stream().sorted().toList()));
        }
        Constraints constraints = wanted.constraints();
        if (!constraints.encryptionContextSubset().isEmpty()
                && !constraints.encryptionContextEquals().isEmpty()) {
            throw new Failure.Invalid("a grant says what an encryption context holds, or what it is, and not both");
        }
        checkContext(constraints.encryptionContextSubset());
        checkContext(constraints.encryptionContextEquals());
    }

    private static void requireAccount(String account) {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new Failure.Invalid("'" + account + "' is not an account of 12 digits");
        }
    }

    private static void checkContext(Map<String, String> context) {
        boolean tooLong = context.entrySet().stream()
                .anyMatch(pair -> pair.getKey().isEmpty()
                        || pair.getKey().length() > CONTEXT_LENGTH_MAX
                        || pair.getValue().length() > CONTEXT_LENGTH_MAX);
        if (tooLong || context.size() > CONTEXT_MAX) {
            throw new Failure.Invalid("an encryption context has at most " + CONTEXT_MAX + " pairs of at most "
                    + CONTEXT_LENGTH_MAX + " characters each");
        }
    }
}
