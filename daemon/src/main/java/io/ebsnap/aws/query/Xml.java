package io.ebsnap.aws.query;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Writes XML as EC2 answers: elements with text in elements, lists of {@code item}. What is null is left out. For one thread. */
public final class Xml {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element that is in a name space, which those in it are too. */
    public Xml root(String name, String namespace) {
        text.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
        open.push(name);
        return this;
    }

    /** Opens an element. */
    public Xml open(String name) {
        text.append('<').append(name).append('>');
        open.push(name);
        return this;
    }

    /** Closes the element that was opened last. */
    public Xml close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with a text, a number or a flag; nothing for null. */
    public Xml add(String name, @Nullable Object value) {
        if (value != null) {
            text.append('<').append(name).append('>');
            escape(value instanceof Instant time ? TIME.format(time) : value.toString());
            text.append("</").append(name).append('>');
        }
        return this;
    }

    /** A list, also one without items. */
    public <T> Xml list(String name, Collection<T> items, BiConsumer<T, Xml> writer) {
        if (items.isEmpty()) {
            text.append('<').append(name).append("/>");
            return this;
        }
        open(name);
        for (T item : items) {
            open("item");
            writer.accept(item, this);
            close();
        }
        return close();
    }

    /** All of it, with what is open closed. */
    public byte[] bytes() {
        while (!open.isEmpty()) {
            close();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What XML cannot hold in any way, such as most control characters, becomes U+FFFD. */
    private void escape(String value) {
        value.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\r' -> text.append("&#13;");
                default -> text.appendCodePoint(isCharacter(character) ? character : 0xfffd);
            }
        });
    }

    private static boolean isCharacter(int character) {
        return character == '\t'
                || character == '\n'
                || (character >= 0x20 && character <= 0xd7ff)
                || (character >= 0xe000 && character <= 0xfffd)
                || character >= 0x10000;
    }
}
