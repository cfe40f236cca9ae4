package io.ebsnap.audit;

import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines and headers as JSON, without their hashes; what they say is sealed. */
final class AuditText {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final LineSealing sealing;

    AuditText(LineSealing sealing) {
        this.sealing = sealing;
    }

    /** The text of a line: an object that lacks its last brace. */
    byte[] of(AuditLine line) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("Sequence", line.sequence());
        node.put("Sealed", sealed(line.sequence(), node(line)));
        return open(node);
    }

    /** The text of a header. */
    byte[] of(SegmentHeader header) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("Segment", SegmentHeader.VERSION);
        node.put("StoreId", header.storeId());
        node.put("First", header.first());
        node.put("Previous", header.previous().hex());
        ArrayNode open = MAPPER.createArrayNode();
        header.open().forEach(line -> open.add(node(line)));
        node.put("Open", sealed(header.first(), open));
        ObjectNode owners = MAPPER.createObjectNode();
        new TreeMap<>(header.owners()).forEach(owners::put);
        node.put("Owners", sealed(header.first(), owners));
        return open(node);
    }

    private String sealed(long sequence, JsonNode content) {
        return sealing.seal(sequence, MAPPER.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The line of a text.
     *
     * @throws Failure.Corrupt if it is none
     */
    AuditLine line(byte[] text) {
        JsonNode node = parsed(text);
        long sequence = number(node, "Sequence");
        AuditLine line = line(opened(sequence, text(node, "Sealed")));
        if (line.sequence() != sequence) {
            throw new Failure.Corrupt("line " + sequence + " of the audit log says that it is another one");
        }
        return line;
    }

    private JsonNode opened(long sequence, String sealed) {
        return json(sealing.open(sequence, sealed));
    }

    /**
     * The header of a text.
     *
     * @throws Failure.Corrupt if it is none
     * @throws Failure.TooNew if its version is a later one
     */
    SegmentHeader header(byte[] text) {
        JsonNode node = parsed(text);
        long version = number(node, "Segment");
        if (version != SegmentHeader.VERSION) {
            throw new Failure.TooNew("a segment of the audit log has version " + version);
        }
        List<AuditLine> open = new ArrayList<>();
        opened(number(node, "First"), text(node, "Open")).forEach(line -> open.add(line(line)));
        return new SegmentHeader(
                text(node, "StoreId"),
                number(node, "First"),
                ChainHash.parse(text(node, "Previous")),
                open,
                owners(node));
    }

    /** An earlier daemon told lines of accounts from none. */
    private Map<String, Long> owners(JsonNode node) {
        Map<String, Long> owners = new TreeMap<>();
        if (node.has("Owners")) {
            JsonNode opened = opened(number(node, "First"), text(node, "Owners"));
            opened.propertyNames().forEach(account -> owners.put(account, number(opened, account)));
        }
        return owners;
    }

    /**
     * What the header of a text says that it stands behind.
     *
     * @throws Failure.Corrupt if it says nothing of it
     */
    static ChainHash previous(byte[] text) {
        return ChainHash.parse(text(parsed(text), "Previous"));
    }

    private static byte[] open(ObjectNode node) {
        String json = MAPPER.writeValueAsString(node);
        return json.substring(0, json.length() - 1).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode parsed(byte[] text) {
        JsonNode node = json((new String(text, StandardCharsets.UTF_8) + "}").getBytes(StandardCharsets.UTF_8));
        if (!node.isObject()) {
            throw new Failure.Corrupt("a line of the audit log is no object");
        }
        return node;
    }

    private static JsonNode json(byte[] text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new Failure.Corrupt("a line of the audit log is not JSON", e);
        }
    }

    private static ObjectNode node(AuditLine line) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("Sequence", line.sequence());
        node.put("Time", TIME.format(line.time()));
        node.put("Kind", line.kind().word());
        node.put("Of", line.of());
        node.put("Principal", line.deed().principal().name());
        node.put("AccountId", line.deed().principal().accountId());
        if (!line.deed().ownerId().isEmpty()) {
            node.put("OwnerId", line.deed().ownerId());
            node.put("OwnerSequence", line.own().sequence());
            node.put("OwnerOf", line.own().of());
        }
        node.put("Action", line.deed().action());
        ArrayNode resources = node.putArray("Resources");
        line.deed().resources().forEach(resources::add);
        node.put("Result", line.outcome().result());
        node.put("Message", line.outcome().message());
        ObjectNode details = node.putObject("Details");
        line.deed().details().forEach(details::put);
        return node;
    }

    private static AuditLine line(JsonNode node) {
        List<String> resources = new ArrayList<>();
        node.path("Resources").forEach(resource -> resources.add(resource.asString()));
        Map<String, String> details = new TreeMap<>();
        node.path("Details")
                .properties()
                .forEach(
                        detail -> details.put(detail.getKey(), detail.getValue().asString()));
        boolean owned = node.has("OwnerId");
        return new AuditLine(
                number(node, "Sequence"),
                time(node),
                AuditKind.of(text(node, "Kind"))
                        .orElseThrow(() -> new Failure.TooNew("the audit log has lines of an unknown kind")),
                number(node, "Of"),
                new Deed(
                        new Principal(text(node, "Principal"), text(node, "AccountId")),
                        owned ? text(node, "OwnerId") : "",
                        text(node, "Action"),
                        resources,
                        details),
                new AuditLine.Outcome(text(node, "Result"), text(node, "Message")),
                owned ? new AuditLine.Own(number(node, "OwnerSequence"), number(node, "OwnerOf")) : AuditLine.Own.NONE);
    }

    private static Instant time(JsonNode node) {
        try {
            return Instant.parse(text(node, "Time"));
        } catch (DateTimeParseException e) {
            throw new Failure.Corrupt("a line of the audit log has no time", e);
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isString()) {
            throw new Failure.Corrupt("a line of the audit log lacks " + field);
        }
        return value.asString();
    }

    private static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber()) {
            throw new Failure.Corrupt("a line of the audit log lacks " + field);
        }
        return value.asLong();
    }
}
