package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.DeletedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the tokens can be used that have material of keys. What changes is logged, with the snapshots that cannot be read meanwhile; what
 * is in the way now can be asked for. Safe for use by several threads.
 */
public final class TokenWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TokenWatch.class);

    /** How many keys of a token are looked for each time. */
    private static final int KEYS_MAX = 64;

    /** How many snapshots a message names. */
    private static final int SNAPSHOTS_SHOWN = 16;

    private final Keystore keystore;
    private final KeyUses uses;
    private volatile List<String> troubles = List.of();

    /** Nothing is looked at yet. */
    public TokenWatch(KeyServices services) {
        this.keystore = services.keystore();
        this.uses = services.uses();
    }

    /** Looks. To be called at the start and then every minute; a token may take its time to answer. */
    public void look() {
        Map<String, List<KeyMetadata>> byToken = keystore.keys().stream()
                .filter(key -> !key.token().isEmpty())
                .collect(Collectors.groupingBy(KeyMetadata::token, TreeMap::new, Collectors.toList()));
        List<String> found = new ArrayList<>();
        byToken.values().forEach(keys -> found.addAll(troublesOf(keys)));
        keystore.deletedKeys().forEach(deleted -> leftOf(deleted).ifPresent(found::add));
        List<String> before = troubles;
        troubles = List.copyOf(found);
        found.stream().filter(each -> !before.contains(each)).forEach(LOG::warn);
        if (found.isEmpty() && !before.isEmpty()) {
            LOG.info("every token can be used again");
        }
    }

    /** What was in the way when it was looked last. */
    public List<String> troubles() {
        return troubles;
    }

    /** What of a token's keys cannot be used; a token that is away is asked once. */
    private List<String> troublesOf(List<KeyMetadata> keys) {
        List<String> found = new ArrayList<>();
        for (KeyMetadata key : keys.subList(0, Math.min(keys.size(), KEYS_MAX))) {
            try {
                keystore.requireInToken(key.id());
            } catch (Failure.NotFound e) {
                found.add(trouble(List.of(key), e));
            } catch (Failure e) {
                return List.of(trouble(keys, e));
            }
        }
        return found;
    }

    /** What a deletion could not destroy yet. */
    private static Optional<String> leftOf(DeletedKey deleted) {
        return Optional.ofNullable(deleted.inToken())
                .map(left -> "PKCS#11 token '" + left.token() + "' still has material of KMS key " + deleted.keyId()
                        + ", which was deleted at " + deleted.deletionDate());
    }

    private String trouble(List<KeyMetadata> keys, Failure why) {
        KeyUse.Things snapshots = uses.snapshotsUnder(
                keys.stream().map(key -> key.id().toString()).collect(Collectors.toSet()));
        return why.getMessage() + why.hint().map(hint -> " (" + hint + ")").orElse("") + ": " + keys.size()
                + (keys.size() == 1 ? " KMS key has its" : " KMS keys have their") + " material in it, and "
                + snapshots.count() + " snapshots cannot be read without" + some(snapshots);
    }

    private static String some(KeyUse.Things snapshots) {
        int shown = Math.min(snapshots.ids().size(), SNAPSHOTS_SHOWN);
        String more = snapshots.count() > shown ? " ..." : "";
        return shown == 0 ? "" : ": " + String.join(" ", snapshots.ids().subList(0, shown)) + more;
    }
}
