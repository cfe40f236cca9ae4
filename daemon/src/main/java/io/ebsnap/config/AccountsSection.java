package io.ebsnap.config;

import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/** The section {@code [accounts]} of a configuration file: accounts by their ids, each with lists of users, groups and devices. */
final class AccountsSection {

    static final String NAME = "accounts";

    private static final int ACCOUNTS_MAX = 1_000;
    private static final int WORDS_MAX = 1_000;
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Path DEV = Path.of("/dev");
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[\\]{}\\\\]");
    private static final String GIBIBYTES = "fast-restore-gibibytes";
    private static final int GIBIBYTES_MAX = 1 << 20;
    private static final String EXAMPLE = "\"111122223333\" = { users = [\"alice\"], groups = [\"dba\"] }";

    private final Path file;
    private final Set<String> usersNamed = new HashSet<>();

    private AccountsSection(Path file) {
        this.file = file;
    }

    /**
     * The accounts of a section, in its order.
     *
     * @throws Failure.Invalid if something in it is wrong
     */
    static List<AccountConfig> read(Path file, JsonNode section) {
        if (section.size() > ACCOUNTS_MAX) {
            throw new Failure.Invalid(file + ": [accounts] has more than " + ACCOUNTS_MAX + " accounts");
        }
        AccountsSection reading = new AccountsSection(file);
        List<AccountConfig> accounts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : section.properties()) {
            accounts.add(reading.account(entry.getKey(), entry.getValue()));
        }
        return accounts;
    }

    private AccountConfig account(String id, JsonNode node) {
        if (!ACCOUNT.matcher(id).matches() || !node.isObject()) {
            throw wrong("'" + id + "' is no account of 12 digits with users, groups and devices");
        }
        node.properties().forEach(entry -> requireKnown(id, entry.getKey()));
        List<String> users = words(id, node, "users");
        for (String user : users) {
            if (!usersNamed.add(user)) {
                throw wrong("the user '" + user + "' is named twice");
            }
        }
        List<Path> devices =
                words(id, node, "devices").stream().map(this::device).toList();
        return new AccountConfig(
                id, Set.copyOf(users), new HashSet<>(words(id, node, "groups")), gibibytes(id, node), devices);
    }

    private void requireKnown(String id, String key) {
        if (!Set.of("users", "groups", "devices", GIBIBYTES).contains(key)) {
            throw wrong("account " + id + " has no key '" + key + "'");
        }
    }

    private List<String> words(String id, JsonNode account, String key) {
        JsonNode list = account.path(key);
        List<String> words = new ArrayList<>();
        if (list.isMissingNode()) {
            return words;
        }
        if (!list.isArray() || list.size() > WORDS_MAX) {
            throw wrong(key + " of account " + id + " is no list of at most " + WORDS_MAX + " texts");
        }
        for (JsonNode word : list) {
            if (!word.isString() || word.asString().isBlank()) {
                throw wrong(key + " of account " + id + " has something that is no text");
            }
            words.add(word.asString());
        }
        return words;
    }

    private int gibibytes(String id, JsonNode account) {
        JsonNode number = account.path(GIBIBYTES);
        if (number.isMissingNode()) {
            return 0;
        }
        if (!number.isInt() || number.asInt() < 0 || number.asInt() > GIBIBYTES_MAX) {
            throw wrong(GIBIBYTES + " of account " + id + " is no number from 0 to " + GIBIBYTES_MAX);
        }
        return number.asInt();
    }

    /** Wildcards stand for names in one directory, so that it is one directory that must be trusted. */
    private Path device(String pattern) {
        if (pattern.indexOf('\0') >= 0) {
            throw wrong("a path has a zero character");
        }
        Path path = Path.of(pattern);
        Path directory = path.getParent();
        boolean below = path.startsWith(DEV) && path.equals(path.normalize()) && directory != null;
        if (!below || WILDCARD.matcher(String.valueOf(directory)).find() || !isGlob(path)) {
            throw wrong("'" + pattern + "' is no path below /dev whose last name alone has wildcards");
        }
        return path;
    }

    private static boolean isGlob(Path path) {
        try {
            PathMatcher matcher = path.getFileSystem().getPathMatcher("glob:" + path.getFileName());
            return matcher != null;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private Failure.Invalid wrong(String what) {
        return new Failure.Invalid(file + ": [accounts]: " + what, "for example: " + EXAMPLE);
    }
}
