package io.ebsnap.remote;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.StoreId;
import java.time.Instant;

/**
 * How a daemon introduces itself.
 *
 * @param versionMin the oldest version of the protocol that it speaks; of the side that has called the one that is spoken
 * @param versionMax the newest one; of the side that has called the same
 * @param flags of the side that was called, what the other one may do; of the side that has called, whether it asks or answers
 * @param store of the daemon
 * @param clock its time of day
 * @param software that it runs
 */
record Hello(int versionMin, int versionMax, int flags, StoreId store, Instant clock, String software) {

    private static final int SOFTWARE_LENGTH_MAX = 64;

    void write(FrameWriter out) {
        out.begin(Protocol.HELLO).i64(Protocol.MAGIC).u16(versionMin).u16(versionMax);
        out.u8(flags).raw(store.bytes()).i64(clock.toEpochMilli()).text(software);
    }

    /** What comes behind the known fields is of a later version, and passed over. */
    static Hello read(FrameReader in) {
        if (in.type() != Protocol.HELLO || in.i64() != Protocol.MAGIC) {
            throw in.nonsense("no ebsnapd says that");
        }
        return new Hello(
                in.u16(),
                in.u16(),
                in.u8(),
                StoreId.of(in.raw(StoreId.BYTES)),
                Instant.ofEpochMilli(in.i64("the clock", 0, Long.MAX_VALUE / 4)),
                Messages.printable(in.text("the software", SOFTWARE_LENGTH_MAX)));
    }

    /**
     * The newest version that both sides speak.
     *
     * @throws Failure.TooNew if the other side speaks only newer ones
     * @throws Failure.TooOld if it speaks only older ones
     */
    int common() {
        if (versionMin > Protocol.VERSION_MAX) {
            throw new Failure.TooNew("the remote, " + software + ", speaks version " + versionMin
                    + " of the protocol or later, and this daemon " + Protocol.VERSION_MAX);
        }
        if (versionMax < Protocol.VERSION_MIN) {
            throw new Failure.TooOld("the remote, " + software + ", speaks version " + versionMax
                    + " of the protocol or earlier, and this daemon " + Protocol.VERSION_MIN);
        }
        return Math.min(versionMax, Protocol.VERSION_MAX);
    }
}
