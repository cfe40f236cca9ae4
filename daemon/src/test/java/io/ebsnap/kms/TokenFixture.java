package io.ebsnap.kms;

import io.ebsnap.kms.token.Token;
import io.ebsnap.linux.foreign.ForeignCryptoki;
import io.ebsnap.linux.testing.SoftHsm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A token of SoftHSM and the file of its PIN. */
final class TokenFixture {

    static final String LABEL = "ebsnap";

    private final SoftHsm hsm;
    private final Path pinFile;

    TokenFixture(Path directory) {
        this.hsm = SoftHsm.in(directory).inThisProcess().add(LABEL);
        this.pinFile = directory.resolve("pin");
        setPin(SoftHsm.PIN);
    }

    SoftHsm hsm() {
        return hsm;
    }

    /** As a daemon has it that has just started. */
    Token open() {
        return new Token(LABEL, () -> ForeignCryptoki.load(hsm.module()), TokenPin.file(pinFile));
    }

    void setPin(String pin) {
        try {
            Files.writeString(pinFile, pin + "\n");
            Files.setPosixFilePermissions(pinFile, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void letOthersReadThePin() throws IOException {
        Files.setPosixFilePermissions(pinFile, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
