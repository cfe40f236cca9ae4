package io.ebsnap.aws.kms;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What holds of every key, as the document that KMS gives to keys by default: its account may do everything with it, and others what grants say. Nothing else can be said here, for there
 * are no rights within an account.
 *
 * @param account 12-digit owner of the key
 */
record KeyPolicy(String account) {

    private static final String STATEMENT = "Statement";
    private static final int CHARS_MAX = 32_768;

    static KeyPolicy of(String account) {
        return new KeyPolicy(account);
    }

    /** The document. */
    String text() {
        JsonObject out = new JsonObject().add("Version", "2012-10-17").add("Id", "key-default-1");
        out.list(STATEMENT, List.of(account), (owner, statement) -> {
            statement.add("Sid", "Enable IAM User Permissions").add("Effect", "Allow");
            statement
                    .object("Principal", () -> statement.add("AWS", KmsReading.root(owner)))
                    .add("Action", "kms:*")
                    .add("Resource", "*");
        });
        return new String(out.bytes(), StandardCharsets.UTF_8);
    }

    /**
     * Accepts what says the same; names in it say nothing.
     *
     * @throws AwsFault if it says something else, or cannot be read
     */
    void requireSame(String policy) {
        if (policy.length() > CHARS_MAX) {
            throw malformed("it has more than " + CHARS_MAX + " characters");
        }
        try {
            JsonMembers document = JsonMembers.of(policy.getBytes(StandardCharsets.UTF_8));
            String unused = document.text("Version") + document.text("Id");
            List<JsonMembers> statements = document.objectOrObjects(STATEMENT);
            if (statements.size() != 1 || !says(statements.getFirst())) {
                throw malformed("it says something else");
            }
            document.requireUnderstood();
        } catch (AwsFault e) {
            throw e.code().startsWith("Malformed") ? e : malformed(e.text());
        }
    }

    private boolean says(JsonMembers statement) {
        String unused = statement.text("Sid");
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
