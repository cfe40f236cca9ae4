package io.ebsnap.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Texts to values, or what is wrong with them. */
final class Parsers {

    private static final int SOCKET_PATH_BYTES_MAX = 107;

    private Parsers() {}

    static Path absolutePath(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: '" + text + "'", e);
        }
        throw new IllegalArgumentException("is not an absolute path: '" + text + "'");
    }

    static Optional<Path> optionalPath(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(absolutePath(text));
    }

    static Optional<URI> optionalUrl(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no URL: '" + text + "'", e);
        }
        throw new IllegalArgumentException("is no URL of http or https: '" + text + "'");
    }

    /** The kernel takes no longer address for a Unix socket. */
    static Path socketPath(String text) {
        Path path = absolutePath(text);
        if (path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length > SOCKET_PATH_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "is longer than the " + SOCKET_PATH_BYTES_MAX + " bytes of a socket's address: '" + text + "'");
        }
        return path;
    }

    static Optional<Path> optionalSocketPath(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(socketPath(text));
    }

    static Function<String, Integer> number(int min, int max) {
        return text -> {
            if (!text.matches("-?[0-9]{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
                throw new IllegalArgumentException("is not a whole number from " + min + " to " + max + ": " + text);
            }
            return Integer.parseInt(text);
        };
    }

    static Function<String, String> matching(String pattern, String words) {
        return text -> {
            if (!text.matches(pattern)) {
                throw new IllegalArgumentException("is not " + words + ": '" + text + "'");
            }
            return text;
        };
    }

    /** A constant {@code KEY_FILE} is written {@code key-file}. */
    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is none of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Parsers::word)
                                .collect(Collectors.joining(", "))
                        + ": '" + text + "'"));
    }

    static boolean yesOrNo(String text) {
        return switch (text) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IllegalArgumentException("is none of yes, no: '" + text + "'");
        };
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
