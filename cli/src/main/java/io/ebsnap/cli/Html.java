package io.ebsnap.cli;

/** HTML that is being written. Text is escaped, and control characters are left out; what is given as markup is our own. For use by one thread. */
final class Html {

    private final StringBuilder page = new StringBuilder();

    /** Adds markup. */
    Html markup(String markup) {
        page.append(markup);
        return this;
    }

    /** Adds text. */
    Html text(String text) {
        page.append(escaped(text));
        return this;
    }

    /** Adds an element with nothing but text in it. */
    Html element(String name, String attributes, String text) {
        return markup("<" + name + (attributes.isEmpty() ? "" : " " + attributes) + ">")
                .text(text)
                .markup("</" + name + ">");
    }

    /** Text that stands for itself between tags and in attributes. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(Character.isISOControl(point) ? '\uFFFD' : point);
            }
        });
        return safe.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
