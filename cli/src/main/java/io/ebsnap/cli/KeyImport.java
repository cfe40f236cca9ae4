package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyList;
import io.ebsnap.api.KeyRequest.ImportKeys;
import io.ebsnap.api.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key import}. */
@Command(
        name = "import",
        header = "Add the keys of a recovery file to the keystore.",
        description = "Keys that are there already stay as they are.")
final class KeyImport extends DaemonCommand {

    /** In base64 it still fits into one request. */
    private static final int FILE_BYTES_MAX = 700 << 10;

    @Parameters(paramLabel = "FILE", description = "A file that ebsnap key export has written.")
    Path file = Path.of("");

    @Mixin
    PassphraseSource passphrase = new PassphraseSource();

    KeyImport(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        String recovery = Base64.getEncoder().encodeToString(read());
        try (Secret secret = passphrase.known(session().prompt())) {
            KeyList keys = daemon.call(new ImportKeys(recovery, secret));
            show(keys, KeyViews.list(keys.keys()));
        }
        return ExitCode.OK;
    }

    private byte[] read() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new Refusal(
                        ExitCode.USAGE, file + " is no recovery file: it is too long", "is it the right file?");
            }
            return bytes;
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage(), "is it the right file?");
        }
    }
}
