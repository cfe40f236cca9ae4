package io.ebsnap.remote;

/** The numbers of the protocol: {@code docs/format/remote-protocol.md}. */
final class Protocol {

    static final long MAGIC = 0x4542534e524d5431L; // EBSNRMT1
    static final int VERSION_MIN = 1;
    static final int VERSION_MAX = 1;

    /** What an asking side reads at most: a block that does not get smaller, and what is around it. */
    static final int ANSWER_BYTES_MAX = (512 << 10) + (64 << 10);

    /** What an answering side reads at most. */
    static final int QUESTION_BYTES_MAX = 128 << 10;

    /** What either side reads before it knows which one it is. */
    static final int HELLO_BYTES_MAX = 1 << 10;

    static final int ASKS = 0;
    static final int ANSWERS = 1;

    static final int MAY_READ = 1;
    static final int MAY_WRITE = 2;

    static final int HELLO = 0x01;
    static final int ERROR = 0x02;
    static final int LIST = 0x10;
    static final int OPEN = 0x11;
    static final int COMPARABLE = 0x12;
    static final int PAGE = 0x13;
    static final int SUM = 0x14;
    static final int READ = 0x15;
    static final int PUSH = 0x16;
    static final int STATUS = 0x17;
    static final int PLAN = 0x18;

    /** Added to the type of a question in that of its answer. */
    static final int ANSWER = 0x80;

    static final int LIST_MAX = 64;
    static final int PAGE_MAX = 1024;

    private Protocol() {}
}
