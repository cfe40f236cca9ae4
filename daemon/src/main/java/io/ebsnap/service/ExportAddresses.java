package io.ebsnap.service;

import io.ebsnap.config.EbsnapdConfig.NbdConfig;
import io.ebsnap.nbd.Encryption;
import io.ebsnap.nbd.ListenAddress;
import io.ebsnap.nbd.PreSharedKeys;
import io.ebsnap.nbd.TlsIdentity;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where exports are served.
 *
 * @param config as the user wrote it
 * @param group whose members may use the Unix socket
 * @param random for TLS with pre-shared keys
 */
record ExportAddresses(NbdConfig config, String group, SecureRandom random) {

    /** The addresses to listen at. */
    List<ListenAddress> listened() {
        List<ListenAddress> addresses = new ArrayList<>();
        addresses.add(new ListenAddress.Unix(config.socket(), group));
        if (!config.listen().isEmpty()) {
            addresses.add(new ListenAddress.Tcp(ListenAddresses.of("nbd.listen", config.listen()), tls(), false));
        }
        return addresses;
    }

    /** The classes for pre-shared keys are loaded only where there are some. */
    private Optional<Encryption> tls() {
        if (config.preSharedKeys().isPresent()) {
            return config.preSharedKeys().map(file -> PreSharedKeys.read(file, random));
        }
        return config.certificate()
                .flatMap(certificate -> config.key()
                        .map(key -> TlsIdentity.read(new TlsIdentity.Pem(certificate, key, config.clientAuthority()))));
    }

    /** The addresses under which clients reach an export. */
    List<String> urisOf(String export) {
        List<String> uris = new ArrayList<>();
        uris.add("nbd+unix:///" + export + "?socket=" + config.socket());
        if (!config.listen().isEmpty()) {
            boolean secure =
                    config.certificate().isPresent() || config.preSharedKeys().isPresent();
            String scheme = secure ? "nbds" : "nbd";
            uris.add(scheme + "://" + config.listen() + "/" + export);
        }
        return uris;
    }
}
