package io.ebsnap.service;

import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.kms.KeyMaterials;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.RecoveryFile;
import io.ebsnap.kms.RootSecret;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.jnr.JnrLinux;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a lost keystore anew from a recovery file, while no daemon runs. */
final class KeystoreRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(KeystoreRecovery.class);

    private KeystoreRecovery() {}

    private static Foundation base(Linux linux) {
        return new Foundation(
                AeadCiphers.fastest(),
                new SecureRandom(),
                InstantSource.system(),
                Clocks.monotonicNanos(),
                new KernelTime(linux.kernelClock()),
                CrashPoints.NONE);
    }

    /**
     * Makes the keystore. Material that is in a token is asked for by the daemon.
     *
     * @param passphraseFile its first line is what the recovery file is sealed under
     * @throws Failure.Conflict if there is a keystore, which is left as it is
     * @throws Failure.Denied if the passphrase is wrong
     */
    static void recover(EbsnapdConfig config, Path recoveryFile, Optional<Path> passphraseFile) {
        Path secret = passphraseFile.orElseThrow(
                () -> new Failure.Invalid("--recover needs --passphrase-file FILE", "ebsnapd --help"));
        Linux linux = JnrLinux.load();
        linux.processSettings().fileModeMask(DaemonProcess.FILE_MODE_MASK);
        try (DataDirectory data = DataDirectory.take(config.dataDirectory(), linux);
                RootSecret passphrase = RootSecret.firstLineOf(secret)) {
            Keystore.Place place =
                    KeystoreOpening.place(data.keystore(), config.keystore(), base(linux), KeyMaterials.LOCAL);
            try (Keystore keystore = RecoveryFile.createFrom(RecoveryFile.read(recoveryFile), passphrase, place)) {
                LOG.info("keystore={} recovered from {}", keystore.id(), recoveryFile);
            }
        }
    }
}
