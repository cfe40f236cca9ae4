package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;
import io.ebsnap.nbd.Dialect.Form;
import io.ebsnap.volume.DataPlane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fixed newstyle negotiation of one connection: options until one of them chooses an export. Runs on its reader. */
final class Handshake {

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);
    private static final int FLAGS = Protocol.FLAG_FIXED_NEWSTYLE | Protocol.FLAG_NO_ZEROES;
    private static final int GREETING_BYTES = 18;
    private static final int OPTION_HEADER_BYTES = 16;
    private static final int PADDING_BYTES = 124;

    private final Line line;
    private final Place place;
    private Transport transport;
    private Input input;
    private OptionReplies replies;
    private Peer peer;
    private boolean encrypted;
    private boolean padded;
    private Form form = Form.SIMPLE;
    private Set<MetaContext> contexts = Set.of();
    private String contextsOf = "";

    /**
     * Where the handshake takes place.
     *
     * @param entrance to the exports
     * @param tls what is to be had by STARTTLS, if it is
     * @param tlsRequired whether nothing else is answered before
     * @param payloadMax in bytes
     * @param deadlineNanos when it must be over
     */
    record Place(
            Entrance entrance, Optional<Encryption> tls, boolean tlsRequired, int payloadMax, long deadlineNanos) {}

    /**
     * What was agreed on.
     *
     * @param entered the export
     * @param dialect of the messages from now on
     * @param transport that they take
     * @param input the same, with what of them is there already
     */
    record Agreement(Entrance.Entered entered, Dialect dialect, Transport transport, Input input) {}

    Handshake(Line line, Peer peer, Place place) {
        this.line = line;
        this.place = place;
        this.peer = peer;
        this.transport = new Transport.Plain(line);
        this.input = new Input(transport, line.pulse());
        this.replies = new OptionReplies(transport);
    }

    /**
     * Negotiates.
     *
     * @return nothing if the client went away
     */
    Optional<Agreement> negotiate() throws IOException {
        greet();
        for (int options = 0; options < ServerLimits.OPTIONS_MAX; options++) {
            input.await(OPTION_HEADER_BYTES);
            long magic = input.readLong();
            int option = input.readInt();
            int length = input.readInt();
            if (magic != Protocol.OPTION_MAGIC) {
                throw new ProtocolViolation("an option begins with " + Long.toHexString(magic));
            }
            Optional<Entrance.Entered> entered = answer(option, read(option, length));
            if (entered.isPresent()) {
                return Optional.of(agree(entered.get()));
            }
            replies.flush();
            if (option == Protocol.OPT_ABORT) {
                return Optional.empty();
            }
        }
        throw new ProtocolViolation("more than " + ServerLimits.OPTIONS_MAX + " options");
    }

    private Agreement agree(Entrance.Entered entered) throws IOException {
        return new Agreement(told(entered, replies::flush), new Dialect(form, contexts), transport, input);
    }

    private void greet() throws IOException {
        ByteBuffer greeting = ByteBuffer.allocate(GREETING_BYTES)
                .putLong(Protocol.INIT_MAGIC)
                .putLong(Protocol.OPTION_MAGIC)
                .putShort((short) FLAGS);
        replies.putRaw(greeting.array());
        replies.flush();
        input.await(Integer.BYTES);
        int flags = input.readInt();
        if ((flags & ~FLAGS) != 0) {
            throw new ProtocolViolation("client flags " + Integer.toHexString(flags));
        }
        padded = (flags & Protocol.FLAG_NO_ZEROES) == 0;
    }

    private OptionData read(int option, int length) throws IOException {
        if (length < 0 || length > ServerLimits.OPTION_BYTES_MAX) {
            replies.refuse(option, Protocol.REP_ERR_TOO_BIG, "an option has at most 64 KiB");
            replies.flush();
            throw new ProtocolViolation("an option of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] data = new byte[length];
        input.await(length);
        input.take(length).get(data);
        return new OptionData(data);
    }

    /**
     * Answers an option.
     *
     * @return the export, if it was chosen
     */
    private Optional<Entrance.Entered> answer(int option, OptionData data) throws IOException {
        try {
            if (place.tlsRequired() && !encrypted && option != Protocol.OPT_STARTTLS && option != Protocol.OPT_ABORT) {
                refuseOpenly(option);
                return Optional.empty();
            }
            return dispatch(option, data);
        } catch (OptionData.Malformed e) {
            refuse(option, Protocol.REP_ERR_INVALID, String.valueOf(e.getMessage()));
        } catch (Failure e) {
            LOG.info("peer=\"{}\" option={} refused: {}", peer.describe(), option, e.getMessage());
            refuse(option, errorOf(e), ReplyErrors.messageOf(e));
        }
        return Optional.empty();
    }

    private void refuseOpenly(int option) throws IOException {
        refuse(option, Protocol.REP_ERR_TLS_REQD, "this server talks to nobody without TLS");
    }

    /** The old way of choosing an export knows no answer but the end. */
    private void refuse(int option, int error, String message) throws IOException {
        if (option == Protocol.OPT_EXPORT_NAME) {
            throw new ProtocolViolation(message);
        }
        replies.refuse(option, error, message);
    }

    private static int errorOf(Failure failure) {
        return switch (failure) {
            case Failure.NotFound unused -> Protocol.REP_ERR_UNKNOWN;
            case Failure.Unavailable unused -> Protocol.REP_ERR_UNKNOWN;
            case Failure.Corrupt unused -> Protocol.REP_ERR_UNKNOWN;
            case Failure.TooOld unused -> Protocol.REP_ERR_UNKNOWN;
            case Failure.TooNew unused -> Protocol.REP_ERR_UNKNOWN;
            case Failure.Internal unused -> Protocol.REP_ERR_UNKNOWN;
            case Failure.Invalid unused -> Protocol.REP_ERR_INVALID;
            case Failure.Denied unused -> Protocol.REP_ERR_POLICY;
            case Failure.Exhausted unused -> Protocol.REP_ERR_POLICY;
            case Failure.Conflict unused -> Protocol.REP_ERR_SHUTDOWN;
        };
    }

    private Optional<Entrance.Entered> dispatch(int option, OptionData data) throws IOException, OptionData.Malformed {
        switch (option) {
            case Protocol.OPT_EXPORT_NAME -> {
                return Optional.of(exportName(data));
            }
            case Protocol.OPT_GO -> {
                return Optional.of(go(data));
            }
            case Protocol.OPT_INFO -> info(data);
            case Protocol.OPT_LIST -> list(data);
            case Protocol.OPT_STARTTLS -> startTls(data);
            case Protocol.OPT_STRUCTURED_REPLY -> structured(data);
            case Protocol.OPT_EXTENDED_HEADERS -> extended(data);
            case Protocol.OPT_LIST_META_CONTEXT -> listContexts(data);
            case Protocol.OPT_SET_META_CONTEXT -> setContexts(data);
            case Protocol.OPT_ABORT -> replies.acknowledge(option);
            default -> replies.refuse(option, Protocol.REP_ERR_UNSUP, "option " + option + " is not known");
        }
        return Optional.empty();
    }

    private Entrance.Entered exportName(OptionData data) throws IOException, OptionData.Malformed {
        if (form == Form.EXTENDED) {
            throw new ProtocolViolation("the old choice of an export after extended headers");
        }
        String name = data.readRest();
        Entrance.Entered entered = enter(name);
        ByteBuffer answer = ByteBuffer.allocate(Long.BYTES + Short.BYTES + (padded ? PADDING_BYTES : 0));
        answer.putLong(entered.opened().plane().sizeBytes()).putShort((short) flags(entered.readOnly()));
        return told(entered, () -> replies.putRaw(answer.array()));
    }

    private Entrance.Entered go(OptionData data) throws IOException, OptionData.Malformed {
        Wanted wanted = Wanted.read(data);
        Entrance.Entered entered = enter(wanted.name());
        return told(entered, () -> tell(Protocol.OPT_GO, wanted, entered.opened(), entered.readOnly()));
    }

    /** Something that is said to the client. */
    private interface Telling {
        void run() throws IOException;
    }

    /** Says something about an export that was entered, and leaves it again if that cannot be said. */
    private Entrance.Entered told(Entrance.Entered entered, Telling telling) throws IOException {
        try {
            telling.run();
            return entered;
        } catch (IOException | RuntimeException e) {
            place.entrance().leave(entered, line.pulse());
            throw e;
        }
    }

    private Entrance.Entered enter(String name) {
        if (!name.equals(contextsOf)) {
            contexts = Set.of();
        }
        return place.entrance().enter(name, peer, line.pulse(), place.deadlineNanos());
    }

    private void info(OptionData data) throws IOException, OptionData.Malformed {
        Wanted wanted = Wanted.read(data);
        Exports.Opened opened = place.entrance().open(wanted.name(), peer);
        try (DataPlane plane = opened.plane()) {
            tell(Protocol.OPT_INFO, wanted, opened, opened.readOnly() || plane.readOnly());
        }
    }

    /** What INFO and GO ask about. */
    private record Wanted(String name, Set<Integer> information) {
        static Wanted read(OptionData data) throws OptionData.Malformed {
            String name = data.readText();
            int count = data.readShort();
            Set<Integer> information = new HashSet<>();
            for (int i = 0; i < count; i++) {
                information.add(data.readShort());
            }
            data.requireEnd();
            return new Wanted(name, information);
        }
    }

    private void tell(int option, Wanted wanted, Exports.Opened opened, boolean readOnly) throws IOException {
        replies.infoExport(option, opened.plane().sizeBytes(), flags(readOnly));
        replies.infoBlockSize(option, place.payloadMax());
        if (wanted.information().contains(Protocol.INFO_NAME)) {
            replies.infoText(option, Protocol.INFO_NAME, wanted.name());
        }
        if (wanted.information().contains(Protocol.INFO_DESCRIPTION)
                && !opened.description().isEmpty()) {
            replies.infoText(option, Protocol.INFO_DESCRIPTION, opened.description());
        }
        replies.acknowledge(option);
    }

    private int flags(boolean readOnly) {
        return new Dialect(form, contexts).transmissionFlags(readOnly);
    }

    private void list(OptionData data) throws IOException, OptionData.Malformed {
        data.requireEnd();
        for (Exports.Entry export : place.entrance().list(peer)) {
            replies.server(export);
        }
        replies.acknowledge(Protocol.OPT_LIST);
    }

    private void startTls(OptionData data) throws IOException, OptionData.Malformed {
        data.requireEnd();
        if (place.tls().isEmpty() || encrypted) {
            int error = encrypted ? Protocol.REP_ERR_INVALID : Protocol.REP_ERR_POLICY;
            replies.refuse(Protocol.OPT_STARTTLS, error, encrypted ? "TLS is on already" : "there is no TLS here");
            return;
        }
        if (!input.isEmpty()) {
            throw new ProtocolViolation("options behind STARTTLS that did not wait for TLS");
        }
        replies.acknowledge(Protocol.OPT_STARTTLS);
        replies.flush();
        EncryptedTransport tls = place.tls().get().accept(line);
        encrypted = true;
        peer = tls.peer().orElse(peer);
        transport = tls;
        input = input.on(tls);
        replies = new OptionReplies(tls);
        form = Form.SIMPLE;
        contexts = Set.of();
    }

    private void structured(OptionData data) throws IOException, OptionData.Malformed {
        data.requireEnd();
        if (form == Form.EXTENDED) {
            replies.refuse(
                    Protocol.OPT_STRUCTURED_REPLY, Protocol.REP_ERR_EXT_HEADER_REQD, "extended headers are agreed on");
            return;
        }
        form = Form.STRUCTURED;
        replies.acknowledge(Protocol.OPT_STRUCTURED_REPLY);
    }

    private void extended(OptionData data) throws IOException, OptionData.Malformed {
        data.requireEnd();
        form = Form.EXTENDED;
        replies.acknowledge(Protocol.OPT_EXTENDED_HEADERS);
    }

    private void listContexts(OptionData data) throws IOException, OptionData.Malformed {
        List<String> queries = contextQueries(data).queries();
        Stream<MetaContext> found = queries.isEmpty()
                ? Stream.of(MetaContext.values())
                : queries.stream().flatMap(MetaContext::matching).distinct();
        for (MetaContext context : found.toList()) {
            replies.context(Protocol.OPT_LIST_META_CONTEXT, 0, context);
        }
        replies.acknowledge(Protocol.OPT_LIST_META_CONTEXT);
    }

    private void setContexts(OptionData data) throws IOException, OptionData.Malformed {
        contexts = Set.of();
        Queries queries = contextQueries(data);
        EnumSet<MetaContext> selected = EnumSet.noneOf(MetaContext.class);
        queries.queries().forEach(query -> MetaContext.named(query).ifPresent(selected::add));
        for (MetaContext context : selected) {
            replies.context(Protocol.OPT_SET_META_CONTEXT, context.id(), context);
        }
        replies.acknowledge(Protocol.OPT_SET_META_CONTEXT);
        contexts = selected;
        contextsOf = queries.export();
    }

    /** What the options about contexts hold. */
    private record Queries(String export, List<String> queries) {}

    private Queries contextQueries(OptionData data) throws OptionData.Malformed {
        Queries queries = new Queries(data.readText(), data.readTexts());
        data.requireEnd();
        if (form == Form.SIMPLE) {
            throw new OptionData.Malformed("contexts need structured replies");
        }
        for (String query : queries.queries()) {
            if (query.indexOf(':') < 1) {
                throw new OptionData.Malformed("the query '" + query + "' names no namespace");
            }
        }
        place.entrance().open(queries.export(), peer).plane().close();
        return queries;
    }
}
