package io.ebsnap.aws.dlm;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The document of a policy, as it is kept. Its first line is a comment that says what was given through this service, in JSON; the rest is what is carried out, and was written from it. Whoever has the
 * rest changed by other means is believed: what was given is shown only while it comes to the same.
 *
 * @param given members of what was given: {@code Description}, {@code PolicyDetails}, {@code ExecutionRoleArn}, {@code Tags}, as far as they were
 * @param body what is carried out, in TOML
 */
record GivenPolicy(Map<String, Object> given, String body) {

    static final String DESCRIPTION = "Description";
    static final String DETAILS = "PolicyDetails";
    static final String ROLE = "ExecutionRoleArn";
    static final String TAGS = "Tags";

    private static final String MARK = "# DLM: ";

    GivenPolicy {
        given = Map.copyOf(given);
    }

    /** Writes what is carried out from what was given. */
    static GivenPolicy of(Map<String, Object> given, PolicyWriting writing) {
        return new GivenPolicy(given, writing.document(given));
    }

    /** Reads a document, whoever has written it. */
    static GivenPolicy parse(String document) {
        int end = document.indexOf('\n');
        if (!document.startsWith(MARK) || end < 0) {
            return new GivenPolicy(Map.of(), document);
        }
        try {
            byte[] json = document.substring(MARK.length(), end).getBytes(StandardCharsets.UTF_8);
            GivenPolicy policy = new GivenPolicy(JsonMembers.of(json).all(), document.substring(end + 1));
            policy.requireReadable();
            return policy;
        } catch (AwsFault notOurs) {
            return new GivenPolicy(Map.of(), document);
        }
    }

    private void requireReadable() {
        Object unused = List.of(tags(), details(), String.valueOf(role()));
    }

    /** Whether what is carried out is what was given. */
    boolean isWhole(PolicyWriting writing) {
        try {
            return given.containsKey(DETAILS) && writing.document(given).equals(body);
        } catch (AwsFault neverGiven) {
            return false;
        }
    }

    /** The same, of which something else is said that changes nothing of what is carried out. */
    GivenPolicy with(String member, Object value) {
        Map<String, Object> more = new TreeMap<>(given);
        more.put(member, value);
        return new GivenPolicy(more, body);
    }

    /** What was given of what is carried out; empty if nothing was. */
    Map<String, Object> details() {
        JsonMembers details = JsonMembers.of(given).object(DETAILS);
        return details == null ? Map.of() : details.all();
    }

    /** The role in which it was to be carried out; null if nothing was. */
    @Nullable
    String role() {
        return JsonMembers.of(given).text(ROLE);
    }

    /** Tags of the policy itself. */
    Map<String, String> tags() {
        return JsonMembers.of(given).map(TAGS);
    }

    /** As it is kept. */
    String document() {
        JsonObject json = new JsonObject();
        new TreeMap<>(given).forEach(json::add);
        return MARK + new String(json.bytes(), StandardCharsets.UTF_8) + "\n" + body;
    }
}
