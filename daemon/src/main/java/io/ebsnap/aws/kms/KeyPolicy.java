package io.ebsnap.aws.kms;

import io.ebsnap.api.GivenKeyPolicy;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds of every key, as the document that KMS gives to keys by default: its account may do everything with it, and others what grants say. Nothing else can be said here, for there
 * are no rights within an account. The names in it are those of a document that was given.
 *
 * @param account 12-digit owner of the key
 */
record KeyPolicy(String account) {

    /** The names in KMS's own document, of which none are kept. */
    private static final GivenKeyPolicy DEFAULT =
            new GivenKeyPolicy("2012-10-17", "key-default-1", "Enable IAM User Permissions");

    private static final List<String> VERSIONS = List.of("2012-10-17", "2008-10-17");
    private static final String VERSION = "Version";
    private static final String ID = "Id";
    private static final String SID = "Sid";
    private static final String STATEMENT = "Statement";
    private static final int CHARS_MAX = 32_768;

    static KeyPolicy of(String account) {
        return new KeyPolicy(account);
    }

    /**
     * The document.
     *
     * @param given its names; null for KMS's
     */
    String text(@Nullable GivenKeyPolicy given) {
        GivenKeyPolicy names = given == null ? DEFAULT : given;
        JsonObject out = new JsonObject().add(VERSION, names.version()).add(ID, names.id());
        out.list(STATEMENT, List.of(account), (owner, statement) -> {
            statement.add(SID, names.sid()).add("Effect", "Allow");
            statement
                    .object("Principal", () -> statement.add("AWS", KmsReading.root(owner)))
                    .add("Action", "kms:*")
                    .add("Resource", "*");
        });
        return new String(out.bytes(), StandardCharsets.UTF_8);
    }

    /**
     * The names in a document that says the same; null if they are KMS's.
     *
     * @throws AwsFault if it says something else, or cannot be read
     */
    @Nullable
    GivenKeyPolicy given(String policy) {
        if (policy.length() > CHARS_MAX) {
            throw malformed("it has more than " + CHARS_MAX + " characters");
        }
        try {
            JsonMembers document = JsonMembers.of(policy.getBytes(StandardCharsets.UTF_8));
            GivenKeyPolicy names = names(document);
            document.requireUnderstood();
            return names.equals(DEFAULT) ? null : names;
        } catch (AwsFault e) {
            throw e.code().startsWith("Malformed") ? e : malformed(e.text());
        }
    }

    private GivenKeyPolicy names(JsonMembers document) {
        List<JsonMembers> statements = document.objectOrObjects(STATEMENT);
        if (statements.size() != 1 || !says(statements.getFirst())) {
            throw malformed("it says something else");
        }
        String version = document.text(VERSION);
        if (version != null && !VERSIONS.contains(version)) {
            throw malformed("there is no Version " + version);
        }
        return new GivenKeyPolicy(
                version, document.text(ID), statements.getFirst().text(SID));
    }

    private boolean says(JsonMembers statement) {
        JsonMembers principal = statement.object("Principal");
        return "Allow".equals(statement.text("Effect"))
                && principal != null
                && isAccount(principal.textOrTexts("AWS"))
                && statement.textOrTexts("Action").equals(List.of("kms:*"))
                && statement.textOrTexts("Resource").equals(List.of("*"));
    }

    private boolean isAccount(List<String> principals) {
        return principals.equals(List.of(account)) || principals.equals(List.of(KmsReading.root(account)));
    }

    private static AwsFault malformed(String why) {
        return AwsFault.of(
                "MalformedPolicyDocumentException",
                "a key has the default policy and no other, because accounts and grants say who may use it: " + why);
    }
}
