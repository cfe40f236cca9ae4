package io.ebsnap.service;

import io.ebsnap.config.EbsnapdConfig.NbdConfig;
import io.ebsnap.failure.Failure;
import io.ebsnap.nbd.ListenAddress;
import io.ebsnap.nbd.TlsIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where exports are served.
 *
 * @param config as the user wrote it
 * @param group whose members may use the Unix socket
 */
record ExportAddresses(NbdConfig config, String group) {

    /** The addresses to listen at. */
    List<ListenAddress> listened() {
        List<ListenAddress> addresses = new ArrayList<>();
        addresses.add(new ListenAddress.Unix(config.socket(), group));
        if (!config.listen().isEmpty()) {
            addresses.add(new ListenAddress.Tcp(socketAddress(), tls(), false));
        }
        return addresses;
    }

    private Optional<TlsIdentity> tls() {
        return config.certificate()
                .flatMap(certificate -> config.key()
                        .map(key -> TlsIdentity.read(new TlsIdentity.Pem(certificate, key, config.clientAuthority()))));
    }

    private InetSocketAddress socketAddress() {
        String host = config.listen().substring(0, config.listen().lastIndexOf(':'));
        int port = Integer.parseInt(config.listen().substring(config.listen().lastIndexOf(':') + 1));
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new Failure.Invalid(
                    "nbd.listen: '" + config.listen() + "' is no address to listen at", "see ebsnapd.conf(5)");
        }
    }

    /** The addresses under which clients reach an export. */
    List<String> urisOf(String export) {
        List<String> uris = new ArrayList<>();
        uris.add("nbd+unix:///" + export + "?socket=" + config.socket());
        if (!config.listen().isEmpty()) {
            String scheme = config.certificate().isPresent() ? "nbds" : "nbd";
            uris.add(scheme + "://" + config.listen() + "/" + export);
        }
        return uris;
    }
}
