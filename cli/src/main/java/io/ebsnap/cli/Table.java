package io.ebsnap.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, or pairs of name and value; columns are as wide as their widest cell. */
final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> rightAligned = new ArrayList<>();

    private Table() {}

    /** A table with a header. A title that starts with {@code >} is of a column of numbers, aligned to the right. */
    static Table of(String... titles) {
        Table table = new Table();
        List<String> header = new ArrayList<>();
        for (String title : titles) {
            table.rightAligned.add(title.startsWith(">"));
            header.add(title.startsWith(">") ? title.substring(1) : title);
        }
        table.rows.add(header);
        return table;
    }

    /** A table of names and values without a header. */
    static Table pairs() {
        Table table = new Table();
        table.rightAligned.addAll(List.of(false, false));
        return table;
    }

    Table row(String... cells) {
        if (cells.length != rightAligned.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + rightAligned.size());
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, without blanks at their ends. */
    List<String> lines() {
        int[] widths = new int[rightAligned.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String blanks = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : GAP);
            line.append(rightAligned.get(i) ? blanks + row.get(i) : row.get(i) + blanks);
        }
        return line.toString().stripTrailing();
    }
}
