package io.ebsnap.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a log may say of messages: no secrets, and nothing long. */
public final class Summary {

    private static final int TEXT_CHARS_MAX = 256;
    private static final int IDS_MAX = 64;
    private static final Set<String> ID_FIELDS = Set.of(
            "SnapshotId",
            "VolumeId",
            "TaskId",
            "KeyId",
            "KmsKeyId",
            "SourceKeyId",
            "DestinationKeyId",
            "SnapshotIds",
            "VolumeIds",
            "PolicyId",
            "PolicyIds",
            "SnapshotGroupId",
            "ImageId",
            "ImageIds",
            "LaunchId",
            "AccessKeyId",
            "ResourceIds");
    private static final Pattern ID = Pattern.compile(
            "(?:arn:[a-z0-9-]+:kms:[a-z0-9-]*:[0-9]*:key/)?"
                    + "((snap|vol|task|policy|snapgrp|ami|launch)-[0-9a-f]{17}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|AKIA[A-Z2-7]{16})");

    private Summary() {}

    /** The fields of a message as texts. Of a long one only how long it is. */
    public static Map<String, String> fields(Record message) {
        Map<String, String> fields = new LinkedHashMap<>();
        RecordCodec.toJson(message).forEach((name, value) -> {
            if (!(value instanceof Secret)) {
                fields.put(name, brief(value));
            }
        });
        return fields;
    }

    /** The ids of what a message names, at most 64. */
    public static List<String> ids(Record message) {
        List<String> ids = new ArrayList<>();
        collect(RecordCodec.toJson(message), ids);
        return ids.stream().distinct().limit(IDS_MAX).toList();
    }

    private static String brief(@Nullable Object value) {
        String text = value instanceof Map || value instanceof List ? nested(value) : String.valueOf(value);
        return text.length() <= TEXT_CHARS_MAX ? text : "(" + text.length() + " characters)";
    }

    private static String nested(Object value) {
        Map<String, @Nullable Object> wrapped = new LinkedHashMap<>();
        wrapped.put("", value);
        String json = new String(Json.bytes(wrapped), StandardCharsets.UTF_8);
        return json.substring("{\"\":".length(), json.length() - 1);
    }

    private static void collect(@Nullable Object value, List<String> ids) {
        switch (value) {
            case Map<?, ?> object ->
                object.forEach((name, member) -> {
                    if (ID_FIELDS.contains(String.valueOf(name))) {
                        take(member, ids);
                    }
                    collect(member, ids);
                });
            case List<?> array -> array.forEach(member -> collect(member, ids));
            case null, default -> {}
        }
    }

    private static void take(@Nullable Object value, List<String> ids) {
        switch (value) {
            case String text -> {
                Matcher id = ID.matcher(text);
                if (id.matches()) {
                    ids.add(id.group(1));
                }
            }
            case List<?> array -> array.forEach(member -> take(member, ids));
            case null, default -> {}
        }
    }
}
