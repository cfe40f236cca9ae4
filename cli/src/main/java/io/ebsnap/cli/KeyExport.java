package io.ebsnap.cli;

import io.ebsnap.api.ApiClient;
import io.ebsnap.api.KeyRequest.ExportKeys;
import io.ebsnap.api.RecoveryFile;
import io.ebsnap.api.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ebsnap key export}. */
@Command(
        name = "export",
        header = "Write a recovery file of the keystore.",
        description = {
            "The recovery file holds all keys, sealed under a passphrase of its own. Keep it, and the passphrase, away from this machine:",
            "without the keystore or a recovery file no snapshot can be read, by anybody. It names material in a PKCS#11 token, and does not have it."
        })
final class KeyExport extends DaemonCommand {

    @Parameters(paramLabel = "FILE", description = "Must not exist yet; it is made readable only for its owner.")
    Path file = Path.of("");

    @Mixin
    PassphraseSource passphrase = new PassphraseSource();

    KeyExport(Session session) {
        super(session);
    }

    @Override
    int run(ApiClient daemon) {
        List<String> inToken;
        try (FileChannel channel = create()) {
            inToken = fill(channel, daemon);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        renderer().note("recovery file written to " + file + "; keep it and its passphrase away from this machine");
        if (!inToken.isEmpty()) {
            renderer()
                    .note("it does not have the material of " + inToken.size()
                            + (inToken.size() == 1 ? " key" : " keys")
                            + " in a PKCS#11 token, of which the token alone "
                            + "has it: back the token up with its own tools: " + String.join(" ", inToken));
        }
        return ExitCode.OK;
    }

    /**
     * The file is there before the passphrase is asked for, so that nobody types one in vain; an error takes it away again.
     *
     * @return keys whose material it has not
     */
    private List<String> fill(FileChannel channel, ApiClient daemon) throws IOException {
        boolean filled = false;
        try (Secret secret = passphrase.chosen(session().prompt())) {
            RecoveryFile recovery = daemon.call(new ExportKeys(secret));
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(recovery.recoveryFile()));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            filled = true;
            return recovery.keyIdsInToken();
        } finally {
            if (!filled) {
                Files.delete(file);
            }
        }
    }

    private FileChannel create() throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private Refusal cannotWrite(IOException e) {
        return e instanceof FileAlreadyExistsException
                ? new Refusal(ExitCode.CONFLICT, file + " exists", "choose another name: nothing is overwritten")
                : new Refusal(ExitCode.FAILED, "cannot write " + file + ": " + e.getMessage(), "choose another place");
    }
}
