package io.ebsnap.nbd;

import io.ebsnap.nbd.ReplyEncoder.StatusRun;
import io.ebsnap.volume.VolumeExtent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells the status of ranges, in the contexts that were agreed on or in those of them that the request names. */
final class StatusCommand {

    /** The longest extent of the forms with 32 bit, in bytes. */
    private static final long SHORT_LENGTH_MAX = 0xffff0000L;

    /** The longest payload: its effect length, and each context twice, which is answered as an error. */
    private static final int PAYLOAD_BYTES_MAX = Long.BYTES + 2 * MetaContext.values().length * Integer.BYTES;

    private final Session session;

    StatusCommand(Session session) {
        this.session = session;
    }

    void handle(Request request) throws IOException, InterruptedException {
        if (request.has(Protocol.CMD_FLAG_PAYLOAD_LEN)) {
            handleChoice(request);
        } else {
            answer(request, session.dialect().contexts());
        }
    }

    private void handleChoice(Request request) throws IOException, InterruptedException {
        int payload = (int) request.length();
        if (payload < Long.BYTES || payload > PAYLOAD_BYTES_MAX || payload % Integer.BYTES != 0) {
            session.input().skip(payload);
            session.error(request, Protocol.EINVAL, "a payload of " + payload + " bytes names no contexts");
            return;
        }
        session.input().await(payload);
        long length = session.input().readLong();
        Optional<Set<MetaContext>> chosen = readContexts((payload - Long.BYTES) / Integer.BYTES);
        Request effective = new Request(request.flags(), request.command(), request.cookie(), request.offset(), length);
        if (chosen.isEmpty()) {
            session.error(request, Protocol.EINVAL, "contexts that were not agreed on, or are named twice");
        } else {
            answer(effective, chosen.get());
        }
    }

    /** @return nothing if one is not known or named twice */
    private Optional<Set<MetaContext>> readContexts(int count) {
        Set<MetaContext> contexts = EnumSet.noneOf(MetaContext.class);
        boolean right = true;
        for (int i = 0; i < count; i++) {
            Optional<MetaContext> context = MetaContext.ofId(session.input().readInt());
            right &= context.isPresent()
                    && session.dialect().contexts().contains(context.get())
                    && contexts.add(context.get());
        }
        return right ? Optional.of(contexts) : Optional.empty();
    }

    private void answer(Request request, Set<MetaContext> contexts) throws IOException, InterruptedException {
        if (contexts.isEmpty()) {
            session.error(request, Protocol.EINVAL, "no context was agreed on");
        } else if (!Bounds.contain(session.plane(), request) || request.length() == 0) {
            session.error(request, Protocol.EINVAL, Bounds.beyond(session.plane(), request));
        } else {
            session.handOver(request, null, () -> status(request, contexts));
        }
    }

    private Reply status(Request request, Set<MetaContext> contexts) {
        boolean one = request.has(Protocol.CMD_FLAG_REQ_ONE);
        List<VolumeExtent> extents =
                session.plane().extents(request.offset(), request.length(), one ? 1 : ServerLimits.EXTENTS_MAX);
        List<MetaContext> order = contexts.stream().sorted().toList();
        int bytes = order.size() * session.replies().statusBytes(extents.size());
        return SmallReply.of(bytes, target -> {
            for (MetaContext context : order) {
                List<StatusRun> runs = runs(extents, context, one ? request.length() : Long.MAX_VALUE);
                session.replies().putStatus(target, request, context, runs, context == order.getLast());
            }
        });
    }

    /** The extents as one context sees them, neighbours of one status as one; what is too long for the form ends the list. */
    private List<StatusRun> runs(List<VolumeExtent> extents, MetaContext context, long lengthMax) {
        boolean extended = session.dialect().form() == Dialect.Form.EXTENDED;
        long max = Math.min(lengthMax, extended ? Long.MAX_VALUE : SHORT_LENGTH_MAX);
        List<StatusRun> runs = new ArrayList<>();
        for (VolumeExtent extent : extents) {
            int status = context.statusOf(extent);
            boolean joins = !runs.isEmpty() && runs.getLast().status() == status;
            long before = joins ? runs.removeLast().length() : 0;
            long length = Math.min(max, before + extent.length());
            runs.add(new StatusRun(length, status));
            if (length < before + extent.length()) {
                break;
            }
        }
        return runs;
    }
}
