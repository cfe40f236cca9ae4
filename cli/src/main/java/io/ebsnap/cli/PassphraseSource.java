package io.ebsnap.cli;

import io.ebsnap.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a passphrase comes from: the terminal, or the first line of a file. It is never part of the command line. */
final class PassphraseSource {

    private static final int FILE_BYTES_MAX = 4096;
    private static final String HINT = "the passphrase is the first line of the file, in UTF-8";

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Read the passphrase from the first line of FILE instead of asking for it at the terminal.")
    @Nullable
    Path file;

    /** A passphrase that is known already. */
    Secret known(Prompt prompt) {
        return file == null ? asked(prompt, "Passphrase of the recovery file: ") : read(file);
    }

    /** A new passphrase; at the terminal it must be typed twice. */
    Secret chosen(Prompt prompt) {
        if (file != null) {
            return read(file);
        }
        Secret first = asked(prompt, "New passphrase for the recovery file: ");
        try (Secret again = asked(prompt, "The same again: ")) {
            if (!Arrays.equals(first.chars(), again.chars())) {
                first.close();
                throw new Refusal(ExitCode.USAGE, "the two passphrases differ", "nothing was written: try again");
            }
        }
        return first;
    }

    private static Secret asked(Prompt prompt, String question) {
        return checked(prompt.ask(question), "the terminal");
    }

    private static Secret checked(char[] chars, String origin) {
        if (chars.length == 0) {
            throw new Refusal(ExitCode.USAGE, "the passphrase from " + origin + " is empty", HINT);
        }
        return Secret.owning(chars);
    }

    private static Secret read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX);
            try {
                return checked(firstLine(bytes), file.toString());
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (CharacterCodingException e) {
            throw new Refusal(ExitCode.USAGE, file + " is not UTF-8", HINT);
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage(), HINT);
        }
    }

    private static char[] firstLine(byte[] bytes) throws CharacterCodingException {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
        char[] line = new char[decoded.remaining()];
        decoded.get(line);
        Arrays.fill(decoded.array(), '\0');
        return line;
    }
}
