package io.ebsnap.aws.kms;

import io.ebsnap.api.Key;
import io.ebsnap.api.KeyTag;
import io.ebsnap.api.Tag;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What several actions have among their members. */
final class KmsReading {

    /** The only algorithm, and the only kind of keys. */
    static final String SYMMETRIC = "SYMMETRIC_DEFAULT";

    /** A grant holds as soon as it is given, so that a token of it is not needed, and not looked at. */
    private static final String GRANT_TOKENS = "GrantTokens";

    private static final int GRANT_TOKENS_MAX = 10;
    private static final String KEY_ID = "KeyId";
    private static final Pattern KEY_ARN = Pattern.compile("arn:[a-z0-9-]+:kms:[a-z0-9-]*:[0-9]*:(alias|key)/.+");
    private static final Pattern ACCOUNT = Pattern.compile("(?:arn:aws[a-z-]*:iam::)?([0-9]{12})(?::root)?");

    private KmsReading() {}

    /** The key that {@code KeyId} names. */
    static String key(JsonMembers in) {
        return key(in, KEY_ID);
    }

    /** A key by its id, alias or ARN. */
    static String key(JsonMembers in, String name) {
        return wellFormed(in.required(name));
    }

    /** The same; null if it is not there. */
    static @Nullable String keyIfAny(JsonMembers in, String name) {
        String key = in.text(name);
        return key == null ? null : wellFormed(key);
    }

    private static String wellFormed(String key) {
        if (key.startsWith("arn:") && !KEY_ARN.matcher(key).matches()) {
            throw AwsFault.of("InvalidArnException", "'" + key + "' is no ARN of a key or alias");
        }
        return key;
    }

    /** Passes tokens of grants over. */
    static void grantTokens(JsonMembers in) {
        if (in.texts(GRANT_TOKENS).size() > GRANT_TOKENS_MAX) {
            throw in.invalid(GRANT_TOKENS, "a list of at most " + GRANT_TOKENS_MAX);
        }
    }

    /** Something of which there is one value only. */
    static void only(JsonMembers in, String name, String value) {
        String given = in.text(name);
        if (given != null && !given.equals(value)) {
            throw AwsFault.of("UnsupportedOperationException", name + " can only be " + value);
        }
    }

    /** That it is not asked whether something may be done, without doing it. */
    static void notDry(JsonMembers in) {
        if (Boolean.TRUE.equals(in.flag("DryRun"))) {
            throw AwsFault.of("UnsupportedOperationException", "KMS's DryRun is not served");
        }
    }

    /** Tags, each of which has a value. */
    static List<KeyTag> tags(JsonMembers in) {
        return in.objects("Tags").stream()
                .map(tag -> new KeyTag(tag.required("TagKey"), text(tag, "TagValue")))
                .toList();
    }

    /** An encryption context. */
    static List<Tag> context(JsonMembers in, String name) {
        return in.map(name).entrySet().stream()
                .map(pair -> new Tag(pair.getKey(), pair.getValue()))
                .toList();
    }

    /** A text that must be there, and may be empty. */
    static String text(JsonMembers in, String name) {
        String text = in.text(name);
        if (text == null) {
            throw in.missing(name);
        }
        return text;
    }

    /** Keys are for accounts, and not for single users of them. */
    static String account(String principal) {
        Matcher account = ACCOUNT.matcher(principal);
        if (!account.matches()) {
            throw AwsFault.of(
                    "InvalidArnException",
                    "'" + principal + "' is no account: a principal is such as " + root("111122223333"));
        }
        return account.group(1);
    }

    /** An account as a principal. */
    static String root(String account) {
        return "arn:aws:iam::" + account + ":root";
    }

    /** A grant to know a key tells no more of it than what it is. */
    static void requireSeen(AwsCaller caller, Key key) {
        if (!caller.userName().isEmpty() && !caller.accountId().equals(key.aWSAccountId())) {
            throw AwsFault.of("AccessDeniedException", "key " + key.keyId() + " is another account's");
        }
    }
}
