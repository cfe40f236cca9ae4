package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About what is served by NBD. */
public sealed interface ExportRequest<A extends Record> extends Request<A> {

    /**
     * Lists exports.
     *
     * @param page which part of the list
     */
    record DescribeExports(@Inlined Page page) implements ExportRequest<ExportList> {
        @Override
        public Class<ExportList> answerType() {
            return ExportList.class;
        }
    }

    /**
     * Serves a managed volume, or a snapshot, which nobody can change.
     *
     * @param resource id of a snapshot, or id, name or attached device of a volume
     * @param name by which a client asks for it; the resource's id when absent
     * @param readOnly whether a volume must not be changed either
     * @param peers who may use it, {@code user:NAME}, {@code certificate:NAME} or {@code key:NAME}; whoever reaches the server when empty
     */
    record CreateExport(String resource, @Nullable String name, boolean readOnly, List<String> peers)
            implements ExportRequest<Export> {
        @Override
        public Class<Export> answerType() {
            return Export.class;
        }
    }

    /**
     * Serves something no longer.
     *
     * @param force also while clients use it: they are cut off
     */
    record DeleteExport(String name, boolean force) implements ExportRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }
}
