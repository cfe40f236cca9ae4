package io.ebsnap.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A table of a report that is being written, cell by cell. For use by one thread. */
final class ReportTable {

    private final Html html;

    private ReportTable(Html html) {
        this.html = html;
    }

    /**
     * Begins one.
     *
     * @param titles of the columns; one of numbers begins with {@code >}
     */
    static ReportTable begin(Html html, String... titles) {
        html.markup("<div class=\"scroll\"><table><tr>");
        for (String title : titles) {
            boolean right = title.startsWith(">");
            html.element("th", right ? "class=\"number\"" : "", right ? title.substring(1) : title);
        }
        html.markup("</tr>");
        return new ReportTable(html);
    }

    ReportTable row() {
        html.markup("<tr>");
        return this;
    }

    ReportTable text(String text) {
        html.element("td", "", text);
        return this;
    }

    ReportTable id(String id) {
        html.element("td", "class=\"id\"", id);
        return this;
    }

    ReportTable number(String text) {
        html.element("td", "class=\"number\"", text);
        return this;
    }

    /** To the minute: a report is read by days. */
    ReportTable time(@Nullable Instant time) {
        html.element("td", "class=\"time\"", time == null ? "-" : Human.minute(time));
        return this;
    }

    /** A word with the colour that the style has for it. */
    ReportTable state(String word) {
        html.markup("<td>")
                .element("span", "class=\"state " + word + "\"", word)
                .markup("</td>");
        return this;
    }

    void endRow() {
        html.markup("</tr>");
    }

    void end() {
        html.markup("</table></div>");
    }
}
