package io.ebsnap.linux;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** A call of a PKCS#11 module that failed; its message reads {@code C_Login: CKR_PIN_INCORRECT (0xa0)}. */
public final class CryptokiException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final Map<Long, String> NAMES = Map.ofEntries(
            Map.entry(0x02L, "CKR_HOST_MEMORY"),
            Map.entry(0x03L, "CKR_SLOT_ID_INVALID"),
            Map.entry(0x05L, "CKR_GENERAL_ERROR"),
            Map.entry(0x06L, "CKR_FUNCTION_FAILED"),
            Map.entry(0x07L, "CKR_ARGUMENTS_BAD"),
            Map.entry(0x12L, "CKR_ATTRIBUTE_TYPE_INVALID"),
            Map.entry(0x13L, "CKR_ATTRIBUTE_VALUE_INVALID"),
            Map.entry(0x1BL, "CKR_ACTION_PROHIBITED"),
            Map.entry(0x30L, "CKR_DEVICE_ERROR"),
            Map.entry(0x31L, "CKR_DEVICE_MEMORY"),
            Map.entry(0x32L, "CKR_DEVICE_REMOVED"),
            Map.entry(0x40L, "CKR_ENCRYPTED_DATA_INVALID"),
            Map.entry(0x41L, "CKR_ENCRYPTED_DATA_LEN_RANGE"),
            Map.entry(0x54L, "CKR_FUNCTION_NOT_SUPPORTED"),
            Map.entry(0x60L, "CKR_KEY_HANDLE_INVALID"),
            Map.entry(0x63L, "CKR_KEY_TYPE_INCONSISTENT"),
            Map.entry(0x68L, "CKR_KEY_FUNCTION_NOT_PERMITTED"),
            Map.entry(0x69L, "CKR_KEY_NOT_WRAPPABLE"),
            Map.entry(0x6AL, "CKR_KEY_UNEXTRACTABLE"),
            Map.entry(0x70L, "CKR_MECHANISM_INVALID"),
            Map.entry(0x71L, "CKR_MECHANISM_PARAM_INVALID"),
            Map.entry(0x82L, "CKR_OBJECT_HANDLE_INVALID"),
            Map.entry(0xA0L, "CKR_PIN_INCORRECT"),
            Map.entry(0xA1L, "CKR_PIN_INVALID"),
            Map.entry(0xA2L, "CKR_PIN_LEN_RANGE"),
            Map.entry(0xA3L, "CKR_PIN_EXPIRED"),
            Map.entry(0xA4L, "CKR_PIN_LOCKED"),
            Map.entry(0xB0L, "CKR_SESSION_CLOSED"),
            Map.entry(0xB1L, "CKR_SESSION_COUNT"),
            Map.entry(0xB3L, "CKR_SESSION_HANDLE_INVALID"),
            Map.entry(0xB5L, "CKR_SESSION_READ_ONLY"),
            Map.entry(0xD0L, "CKR_TEMPLATE_INCOMPLETE"),
            Map.entry(0xD1L, "CKR_TEMPLATE_INCONSISTENT"),
            Map.entry(0xE0L, "CKR_TOKEN_NOT_PRESENT"),
            Map.entry(0xE1L, "CKR_TOKEN_NOT_RECOGNIZED"),
            Map.entry(0xE2L, "CKR_TOKEN_WRITE_PROTECTED"),
            Map.entry(0xF0L, "CKR_UNWRAPPING_KEY_HANDLE_INVALID"),
            Map.entry(0x100L, "CKR_USER_ALREADY_LOGGED_IN"),
            Map.entry(0x101L, "CKR_USER_NOT_LOGGED_IN"),
            Map.entry(0x102L, "CKR_USER_PIN_NOT_INITIALIZED"),
            Map.entry(0x104L, "CKR_USER_ANOTHER_ALREADY_LOGGED_IN"),
            Map.entry(0x110L, "CKR_WRAPPED_KEY_INVALID"),
            Map.entry(0x112L, "CKR_WRAPPED_KEY_LEN_RANGE"),
            Map.entry(0x113L, "CKR_WRAPPING_KEY_HANDLE_INVALID"),
            Map.entry(0x150L, "CKR_BUFFER_TOO_SMALL"),
            Map.entry(0x190L, "CKR_CRYPTOKI_NOT_INITIALIZED"),
            Map.entry(0x191L, "CKR_CRYPTOKI_ALREADY_INITIALIZED"));

    /** Of the PIN itself, so that the same PIN would be refused again, and counted. */
    private static final Set<Long> OF_THE_PIN = Set.of(0xA0L, 0xA1L, 0xA2L, 0xA3L, 0xA4L, 0x102L);

    /** Of bytes to unwrap. A general error is not among them: a token that is gone says that too. */
    private static final Set<Long> OF_WRAPPED_BYTES = Set.of(0x40L, 0x41L, 0x110L, 0x112L);

    private final String function;
    private final long code;

    /**
     * Tells of a call.
     *
     * @param function its name, {@code C_Login}
     * @param code what it returned, not 0
     */
    public CryptokiException(String function, long code) {
        super(function + ": " + NAMES.getOrDefault(code, "an error of the vendor") + " (0x" + Long.toHexString(code)
                + ")");
        this.function = function;
        this.code = code;
    }

    /** The name of the function that failed. */
    public String function() {
        return function;
    }

    /** What it returned. */
    public long code() {
        return code;
    }

    /** Whether the same PIN must not be tried again. */
    public boolean refusesPin() {
        return OF_THE_PIN.contains(code);
    }

    /** Whether bytes to unwrap were altered, or wrapped by another key. */
    public boolean isNotOurs() {
        return OF_WRAPPED_BYTES.contains(code);
    }
}
