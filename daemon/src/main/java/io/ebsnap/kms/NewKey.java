package io.ebsnap.kms;

import io.ebsnap.format.GivenKeyPolicy;
import io.ebsnap.format.KeyTag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A KMS key that is to be made.
 *
 * @param account 12 digits; empty for the daemon's own
 * @param description what it is for
 * @param aliases that no key of the account has
 * @param tags with different keys
 * @param givenPolicy what was given of its policy; null for KMS's default
 */
public record NewKey(
        String account,
        String description,
        List<String> aliases,
        List<KeyTag> tags,
        @Nullable GivenKeyPolicy givenPolicy) {

    public NewKey {
        aliases = List.copyOf(aliases);
        tags = List.copyOf(tags);
    }

    /** One of the daemon's own account, with one alias. */
    static NewKey of(String description, String alias) {
        return new NewKey("", description, List.of(alias), List.of(), null);
    }
}
