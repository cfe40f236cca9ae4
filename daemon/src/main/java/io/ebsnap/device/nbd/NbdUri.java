package io.ebsnap.device.nbd;

import io.ebsnap.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an export is, as the NBD project's URI specification writes it: {@code nbd://HOST[:PORT]/EXPORT} or
 * {@code nbd+unix:///EXPORT?socket=PATH}, percent-encoded UTF-8. The empty export is the server's default one.
 *
 * @param text as it was given
 * @param server to connect to
 * @param export its name, at most {@link #EXPORT_BYTES_MAX} bytes of UTF-8
 */
public record NbdUri(String text, Server server, String export) {

    /** The longest name of an export that the protocol allows. */
    public static final int EXPORT_BYTES_MAX = 4096;

    /** The port of NBD. */
    public static final int PORT = 10809;

    private static final int PORT_MAX = 65_535;
    private static final String TCP = "nbd://";
    private static final String UNIX = "nbd+unix://";
    private static final String SOCKET = "socket=";
    private static final String FORM = "nbd://HOST[:PORT]/EXPORT or nbd+unix:///EXPORT?socket=PATH";

    /** How a server is reached. */
    public sealed interface Server {}

    /** Over TCP. */
    public record Tcp(String host, int port) implements Server {}

    /** Over a Unix socket. */
    public record Unix(Path socket) implements Server {}

    /** Whether a text is meant as an NBD URI of any kind, be it right or wrong. */
    public static boolean looksLike(String text) {
        return text.startsWith("nbd:")
                || text.startsWith("nbds:")
                || text.startsWith("nbd+")
                || text.startsWith("nbds+");
    }

    /**
     * The URI of a text.
     *
     * @throws Failure.Invalid if it is not of one of the two forms
     */
    public static NbdUri parse(String text) {
        if (text.indexOf('#') >= 0) {
            throw invalid(text, "has a fragment");
        }
        if (text.startsWith(TCP)) {
            return tcp(text, text.substring(TCP.length()));
        }
        if (text.startsWith(UNIX)) {
            return unix(text, text.substring(UNIX.length()));
        }
        throw invalid(
                text, text.startsWith("nbds") ? "asks for TLS, which is not supported" : "is not of a known form");
    }

    @Override
    public String toString() {
        return text;
    }

    private static NbdUri tcp(String text, String rest) {
        if (rest.indexOf('?') >= 0) {
            throw invalid(text, "has parameters, of which this form knows none");
        }
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        return new NbdUri(text, server(text, authority), export(text, path));
    }

    private static NbdUri unix(String text, String rest) {
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        String query = question < 0 ? "" : rest.substring(question + 1);
        if (!path.isEmpty() && path.charAt(0) != '/') {
            throw invalid(text, "names a host with a Unix socket");
        }
        if (!query.startsWith(SOCKET) || query.indexOf('&') >= 0) {
            throw invalid(text, "has not just the parameter socket");
        }
        String socket = decode(text, query.substring(SOCKET.length()));
        if (!socket.startsWith("/") || socket.indexOf('\0') >= 0) {
            throw invalid(text, "has no absolute path as socket");
        }
        return new NbdUri(text, new Unix(Path.of(socket)), export(text, path.isEmpty() ? "" : path.substring(1)));
    }

    private static Server server(String text, String authority) {
        if (authority.indexOf('@') >= 0) {
            throw invalid(text, "names a user");
        }
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String host = end < 0 ? authority : authority.substring(0, end);
        String port = end < 0 ? "" : authority.substring(end);
        if (host.isEmpty() || (!port.isEmpty() && port.charAt(0) != ':')) {
            throw invalid(text, "names no host");
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : decode(text, host);
        return new Tcp(bare, port.length() < 2 ? PORT : port(text, port.substring(1)));
    }

    private static int port(String text, String digits) {
        Optional<Integer> port = digits.matches("[0-9]{1,5}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
        return port.filter(p -> p >= 1 && p <= PORT_MAX)
                .orElseThrow(() -> invalid(text, "has '" + digits + "' as port"));
    }

    private static String export(String text, String encoded) {
        String export = decode(text, encoded);
        if (export.getBytes(StandardCharsets.UTF_8).length > EXPORT_BYTES_MAX) {
            throw invalid(text, "names an export of more than " + EXPORT_BYTES_MAX + " bytes");
        }
        return export;
    }

    private static String decode(String text, String encoded) {
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
            } else {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw invalid(text, "has a % that is not followed by two hexadecimal digits");
                }
                decoded.write(high << 4 | low);
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid(text, "is not UTF-8 when decoded");
        }
    }

    private static Failure.Invalid invalid(String text, String why) {
        return new Failure.Invalid("NBD URI '" + text + "' " + why, "the form is " + FORM);
    }
}
