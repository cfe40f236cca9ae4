package io.ebsnap.kms;

import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.regex.Pattern;

/** The names of KMS keys that are not their ids. */
public final class KeyAliases {

    /** The key whose domain seals the catalog. */
    public static final String STORE = "alias/ebsnap/store";

    /** The key of snapshots for which no other was named. */
    public static final String DEFAULT = "alias/aws/ebs";

    /** How many aliases a key has at most. */
    static final int ALIASES_MAX = 50;

    private static final List<String> RESERVED_PREFIXES = List.of("alias/aws/", "alias/ebsnap/");
    private static final Pattern FORM = Pattern.compile("alias/[a-zA-Z0-9/_-]{1,250}");
    private static final Pattern ARN = Pattern.compile("arn:[a-z0-9-]+:kms:[a-z0-9-]*:[0-9]*:(alias/.+|key/.+)");
    private static final String KEY_PREFIX = "key/";

    private KeyAliases() {}

    static void requireValid(String alias) {
        if (!FORM.matcher(alias).matches()) {
            throw new Failure.Invalid(
                    "'" + alias + "' is not an alias", "an alias is alias/ and 1 to 250 of letters, digits, / _ and -");
        }
    }

    /** Whether nobody may make, move or delete it. */
    static void requireUsers(String alias) {
        requireValid(alias);
        if (RESERVED_PREFIXES.stream().anyMatch(alias::startsWith)) {
            throw new Failure.Invalid(
                    "the alias '" + alias + "' is reserved",
                    "aliases of users do not begin with alias/aws/ or alias/ebsnap/");
        }
    }

    /** Whether a key with these aliases is one of the two without which nothing works. */
    static boolean isReserved(List<String> aliases) {
        return aliases.contains(STORE) || aliases.contains(DEFAULT);
    }

    /** The alias or key id within an ARN; any other text as it is. */
    static String withoutArn(String text) {
        var arn = ARN.matcher(text);
        if (!arn.matches()) {
            return text;
        }
        String resource = arn.group(1);
        return resource.startsWith(KEY_PREFIX) ? resource.substring(KEY_PREFIX.length()) : resource;
    }
}
