package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final KeyOwner owner;
    private volatile List<String> troubles = List.of();

    /** Nothing is looked at yet. */
    public TokenWatch(KeyServices services) {
        this.keystore = services.keystore();
        this.uses = services.uses();
        this.owner = services.owner();
    }

    /** Looks. To be called at the start and then every minute; a token may take its time to answer. */
    public void look() {
        Map<String, List<KeyMetadata>> byToken = keystore.keys().stream()
                .filter(key -> !key.token().isEmpty())
                .collect(Collectors.groupingBy(KeyMetadata::token, TreeMap::new, Collectors.toList()));
        List<String> found = new ArrayList<>();
        byToken.values().forEach(keys -> found.addAll(troublesOf(keys)));
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

    private String trouble(List<KeyMetadata> keys, Failure why) {
        long snapshots = 0;
        List<String> named = new ArrayList<>();
        for (KeyMetadata key : keys) {
            KeyUse use = uses.of(key.id(), owner);
            snapshots += use.snapshots().count();
            named.addAll(use.snapshots().ids());
        }
        return why.getMessage() + why.hint().map(hint -> " (" + hint + ")").orElse("") + ": "
                + keys.size() + (keys.size() == 1 ? " KMS key has its" : " KMS keys have their")
                + " material in it, and " + snapshots + " snapshots cannot be read without" + some(named, snapshots);
    }

    private static String some(List<String> named, long count) {
        int shown = Math.min(named.size(), SNAPSHOTS_SHOWN);
        String more = count > shown ? " ..." : "";
        return named.isEmpty() ? "" : ": " + String.join(" ", named.subList(0, shown)) + more;
    }
}
