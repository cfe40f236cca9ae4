package io.ebsnap.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests and answers to the bytes of messages and back. */
public final class MessageCodec {

    private static final String ACTION = "Action";
    private static final String RESULT = "Result";
    private static final String ERROR = "Error";

    private MessageCodec() {}

    /** The JSON of a request. It holds the request's secrets: overwrite it after use. */
    public static byte[] encodeRequest(Request<?> request) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put(ACTION, request.action());
        message.putAll(RecordCodec.toJson((Record) request));
        return Json.bytes(message);
    }

    /**
     * Reads a request; a field that its action does not have is an error, for it would be passed over in silence.
     *
     * @throws MalformedMessage if it is none
     * @throws UnknownAction if its action is not known
     */
    public static Request<?> decodeRequest(byte[] json) {
        Map<String, @Nullable Object> message = Json.parseRequest(json);
        if (!(message.remove(ACTION) instanceof String action)) {
            throw new MalformedMessage("the request names no Action");
        }
        Class<? extends Record> type = Actions.typeOf(action);
        Set<String> known = RecordShape.of(type).fields();
        for (String name : message.keySet()) {
            if (!known.contains(name)) {
                throw new MalformedMessage("the action " + action + " has no field " + name);
            }
        }
        return (Request<?>) RecordCodec.fromJson(message, type);
    }

    /** The JSON of a good answer. */
    public static byte[] encodeResult(Record result) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put(RESULT, RecordCodec.toJson(result));
        return Json.bytes(message);
    }

    /** The JSON of a bad answer. */
    public static byte[] encodeError(ApiError error) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put(ERROR, RecordCodec.toJson(error));
        return Json.bytes(message);
    }

    /**
     * Reads an answer; fields that are not known, of a newer daemon, are passed over.
     *
     * @throws ApiException if it is an error
     * @throws MalformedMessage if it is no answer
     */
    public static <A extends Record> A decodeAnswer(byte[] json, Class<A> type) {
        Map<String, @Nullable Object> message = Json.parseAnswer(json);
        if (message.get(ERROR) instanceof Map<?, ?> error) {
            throw new ApiException(RecordCodec.fromJson(members(error), ApiError.class));
        }
        if (message.get(RESULT) instanceof Map<?, ?> result) {
            return RecordCodec.fromJson(members(result), type);
        }
        throw new MalformedMessage("the answer has neither Result nor Error");
    }

    @SuppressWarnings("unchecked") // The parser makes no other maps.
    private static Map<String, @Nullable Object> members(Map<?, ?> object) {
        return (Map<String, @Nullable Object>) object;
    }

    /** A record as JSON in one line, for programs that read lines. */
    public static String compact(Record value) {
        return new String(Json.bytes(RecordCodec.toJson(value)), StandardCharsets.UTF_8);
    }

    /** A record as JSON for people and their programs, indented. */
    public static String pretty(Record value) {
        return Json.pretty(RecordCodec.toJson(value));
    }
}
