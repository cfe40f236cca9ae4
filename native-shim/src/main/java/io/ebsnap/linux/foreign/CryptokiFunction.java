package io.ebsnap.linux.foreign;

/**
 * The functions of a module that are called here, by their place in {@code CK_FUNCTION_LIST}: the version, two bytes and six of padding, then
 * pointers in the order of the standard, which no version of it has changed.
 */
enum CryptokiFunction {
    C_INITIALIZE(0, "C_Initialize", 1),
    C_FINALIZE(1, "C_Finalize", 1),
    C_GET_SLOT_LIST(4, "C_GetSlotList", 3),
    C_GET_TOKEN_INFO(6, "C_GetTokenInfo", 2),
    C_OPEN_SESSION(12, "C_OpenSession", 5),
    C_CLOSE_SESSION(13, "C_CloseSession", 1),
    C_LOGIN(18, "C_Login", 4),
    C_CREATE_OBJECT(20, "C_CreateObject", 4),
    C_DESTROY_OBJECT(22, "C_DestroyObject", 2),
    C_GET_ATTRIBUTE_VALUE(24, "C_GetAttributeValue", 4),
    C_FIND_OBJECTS_INIT(26, "C_FindObjectsInit", 3),
    C_FIND_OBJECTS(27, "C_FindObjects", 4),
    C_FIND_OBJECTS_FINAL(28, "C_FindObjectsFinal", 1),
    C_GENERATE_KEY(58, "C_GenerateKey", 5),
    C_WRAP_KEY(60, "C_WrapKey", 6),
    C_UNWRAP_KEY(61, "C_UnwrapKey", 8);

    /** How many bytes of the table are looked at. */
    static final long TABLE_BYTES = 8 + 62 * 8;

    private final int place;
    private final String symbol;
    private final int arguments;

    CryptokiFunction(int place, String symbol, int arguments) {
        this.place = place;
        this.symbol = symbol;
        this.arguments = arguments;
    }

    /** Where its pointer lies in the table, in bytes. */
    long offset() {
        return 8 + 8L * place;
    }

    /** Its name in C. */
    String symbol() {
        return symbol;
    }

    /** How many arguments it takes, each of 64 bits. */
    int arguments() {
        return arguments;
    }
}
