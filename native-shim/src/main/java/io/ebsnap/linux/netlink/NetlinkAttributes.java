package io.ebsnap.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The attributes of a message, or of one of its attributes, as they came. */
public final class NetlinkAttributes {

    private static final int TYPE_MASK = 0x3fff;

    private final List<Attribute> attributes;

    private record Attribute(int type, ByteBuffer value) {}

    private NetlinkAttributes(List<Attribute> attributes) {
        this.attributes = attributes;
    }

    /**
     * Reads all that lies between position and limit, without copying.
     *
     * @throws NetlinkFormatException if a length is none that can be
     */
    static NetlinkAttributes read(ByteBuffer source) throws NetlinkFormatException {
        ByteBuffer bytes = source.slice().order(ByteOrder.nativeOrder());
        List<Attribute> found = new ArrayList<>();
        while (bytes.remaining() >= NetlinkRequest.ATTRIBUTE_BYTES) {
            int start = bytes.position();
            int length = Short.toUnsignedInt(bytes.getShort());
            int type = bytes.getShort() & TYPE_MASK;
            if (length < NetlinkRequest.ATTRIBUTE_BYTES || length > bytes.limit() - start) {
                throw new NetlinkFormatException("attribute " + type + " has a length of " + length + " bytes, "
                        + (bytes.limit() - start) + " are there");
            }
            found.add(new Attribute(
                    type,
                    bytes.slice(start + NetlinkRequest.ATTRIBUTE_BYTES, length - NetlinkRequest.ATTRIBUTE_BYTES)
                            .order(ByteOrder.nativeOrder())));
            bytes.position(Math.min(bytes.limit(), start + aligned(length)));
        }
        return new NetlinkAttributes(List.copyOf(found));
    }

    static int aligned(int length) {
        return (length + NetlinkRequest.ALIGNMENT - 1) & -NetlinkRequest.ALIGNMENT;
    }

    /** How many there are. */
    public int count() {
        return attributes.size();
    }

    /** The value of the first of a type, which is a number of 1, 2 or 4 bytes without a sign; empty if there is none. */
    public OptionalInt number(int type) throws NetlinkFormatException {
        for (Attribute attribute : attributes) {
            if (attribute.type() == type) {
                return OptionalInt.of(number(attribute));
            }
        }
        return OptionalInt.empty();
    }

    private static int number(Attribute attribute) throws NetlinkFormatException {
        ByteBuffer value = attribute.value();
        return switch (value.limit()) {
            case Byte.BYTES -> Byte.toUnsignedInt(value.get(0));
            case Short.BYTES -> Short.toUnsignedInt(value.getShort(0));
            case Integer.BYTES -> value.getInt(0);
            default ->
                throw new NetlinkFormatException(
                        "attribute " + attribute.type() + " is a number of " + value.limit() + " bytes");
        };
    }

    /** The text of the first of a type, up to its zero byte; empty if there is none. */
    public String text(int type) {
        for (Attribute attribute : attributes) {
            if (attribute.type() == type) {
                String text = StandardCharsets.UTF_8
                        .decode(attribute.value().duplicate())
                        .toString();
                int zero = text.indexOf('\0');
                return zero < 0 ? text : text.substring(0, zero);
            }
        }
        return "";
    }

    /** What lies in each attribute of a type. */
    public List<NetlinkAttributes> nested(int type) throws NetlinkFormatException {
        List<NetlinkAttributes> found = new ArrayList<>();
        for (Attribute attribute : attributes) {
            if (attribute.type() == type) {
                found.add(read(attribute.value().duplicate()));
            }
        }
        return found;
    }
}
