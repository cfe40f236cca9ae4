package io.ebsnap.service;

import io.ebsnap.failure.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses of the configuration to listen at. */
final class ListenAddresses {

    private ListenAddresses() {}

    /**
     * The address that a setting names.
     *
     * @param key of the setting
     * @param text {@code HOST:PORT}
     * @throws Failure.Invalid if there is no such host, or port
     */
    static InetSocketAddress of(String key, String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new Failure.Invalid(key + ": '" + text + "' is no address to listen at", "see ebsnapd.conf(5)");
        }
    }
}
