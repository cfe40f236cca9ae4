package io.ebsnap.remote;

/**
 * What a copy to a remote would take, as that tells.
 *
 * @param kmsKeyId UUID of the key there
 * @param base the earlier copy there that it would build on; empty if there is none
 * @param bytes that are moved at most
 * @param bytesPerSecond that can be expected; 0 if nothing is known
 */
public record PushPlan(String kmsKeyId, String base, long bytes, long bytesPerSecond) {

    private static final int TEXT_LENGTH_MAX = 64;

    void write(FrameWriter out) {
        out.text(kmsKeyId).text(base).i64(bytes).i64(bytesPerSecond);
    }

    static PushPlan read(FrameReader in) {
        return new PushPlan(
                Messages.printable(in.text("a key", TEXT_LENGTH_MAX)),
                Messages.printable(in.text("an id", TEXT_LENGTH_MAX)),
                in.i64("a count of bytes", 0, Long.MAX_VALUE),
                in.i64("a rate", 0, Long.MAX_VALUE));
    }
}
