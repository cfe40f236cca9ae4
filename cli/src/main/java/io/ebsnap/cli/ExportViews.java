package io.ebsnap.cli;

import io.ebsnap.api.Export;
import java.util.List;

/** Exports as people see them. */
final class ExportViews {

    private ExportViews() {}

    static Table list(List<Export> exports) {
        Table table = Table.of("NAME", "OF", ">SIZE", "ACCESS", "PEERS", "URI");
        for (Export export : exports) {
            table.row(
                    export.name(),
                    export.resourceId(),
                    Human.size(export.sizeInBytes()),
                    export.readOnly() ? "read-only" : "read-write",
                    export.peers().isEmpty() ? "any" : String.join(", ", export.peers()),
                    export.uris().isEmpty() ? "-" : String.join(" ", export.uris()));
        }
        return table;
    }
}
