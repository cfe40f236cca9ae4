package io.ebsnap.cli;

import java.util.List;
import java.util.Locale;

/**
 * A chart as SVG within a page, whose colours it takes from the page's style. For use by one thread.
 *
 * <p>Coordinates are those of the viewbox: the plot lies right of the labels of the vertical axis and above those of the horizontal one.
 */
final class Chart {

    private static final int LEFT = 64;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 24;

    private final int width;
    private final int height;
    private final StringBuilder svg = new StringBuilder();

    /** @param label what is shown, for who cannot see it */
    Chart(int width, int height, String label) {
        this.width = width;
        this.height = height;
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                width,
                height,
                Html.escaped(label)));
    }

    /** A value along the horizontal axis and one along the vertical one, and what is said of it. */
    record Point(double x, double y, String words) {}

    /** Lines across for the vertical axis, and its labels. */
    Chart across(ChartAxis axis) {
        for (ChartAxis.Tick tick : axis.ticks()) {
            double y = y(axis, tick.value());
            line("grid", LEFT, y, (double) width - RIGHT, y);
            label(LEFT - 6.0, y + 4, "end", tick.label());
        }
        return this;
    }

    /** Labels of the horizontal axis. */
    Chart along(ChartAxis axis) {
        for (ChartAxis.Tick tick : axis.ticks()) {
            label(x(axis, tick.value()), height - 7.0, "middle", tick.label());
        }
        return this;
    }

    /** A line through points, from left to right, with what lies below it shaded. */
    Chart area(ChartAxis horizontal, ChartAxis vertical, List<Point> points) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(number(x(horizontal, point.x())))
                    .append(' ')
                    .append(number(y(vertical, point.y())));
        }
        String ground = number(y(vertical, vertical.low()));
        svg.append("<path class=\"area\" d=\"").append(path);
        svg.append('L')
                .append(number(x(horizontal, points.getLast().x())))
                .append(' ')
                .append(ground);
        svg.append('L')
                .append(number(x(horizontal, points.getFirst().x())))
                .append(' ')
                .append(ground)
                .append("Z\"/>");
        svg.append("<path class=\"line\" d=\"").append(path).append("\"/>");
        points.forEach(point -> dot("spot", x(horizontal, point.x()), y(vertical, point.y()), 2.5, point.words()));
        return this;
    }

    /** A bar for each point, as wide as there is room for. */
    Chart bars(ChartAxis horizontal, ChartAxis vertical, List<Point> points) {
        double room = (width - LEFT - RIGHT) / (double) Math.max(points.size(), 12);
        double bar = Math.clamp(room - 2, 1.5, 26);
        for (Point point : points) {
            double top = y(vertical, point.y());
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"bar\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"1.5\"><title>%s</title></rect>",
                    number(x(horizontal, point.x()) - bar / 2),
                    number(top),
                    number(bar),
                    number(Math.max(1, y(vertical, vertical.low()) - top)),
                    Html.escaped(point.words())));
        }
        return this;
    }

    /** A line of the grid along which something lies, with a name at its left. */
    Chart lane(double y, String name) {
        line("grid", LEFT, y, (double) width - RIGHT, y);
        label(LEFT - 6.0, y + 4, "end", name);
        return this;
    }

    /** A dot at a height of the viewbox. */
    Chart dot(ChartAxis horizontal, double x, double y, double radius, String words) {
        dot("dot", x(horizontal, x), y, radius, words);
        return this;
    }

    /** A bow from one point to another, at heights of the viewbox. */
    Chart bow(ChartAxis horizontal, Point from, Point to) {
        double x1 = x(horizontal, from.x());
        double x2 = x(horizontal, to.x());
        double middle = (x1 + x2) / 2;
        svg.append(String.format(
                Locale.ROOT,
                "<path class=\"bow\" d=\"M%s %sC%s %s %s %s %s %s\"/>",
                number(x1),
                number(from.y()),
                number(middle),
                number(from.y()),
                number(middle),
                number(to.y()),
                number(x2),
                number(to.y())));
        return this;
    }

    String svg() {
        return svg + "</svg>";
    }

    private double x(ChartAxis axis, double value) {
        return LEFT + axis.at(value) * (width - LEFT - RIGHT);
    }

    private double y(ChartAxis axis, double value) {
        return height - BOTTOM - axis.at(value) * (height - BOTTOM - TOP);
    }

    private void line(String kind, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
                kind,
                number(x1),
                number(y1),
                number(x2),
                number(y2)));
    }

    private void dot(String kind, double x, double y, double radius, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>%s</title></circle>",
                kind,
                number(x),
                number(y),
                number(radius),
                Html.escaped(words)));
    }

    private void label(double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>",
                number(x),
                number(y),
                anchor,
                Html.escaped(text)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
