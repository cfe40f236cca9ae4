package io.ebsnap.remote;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.failure.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The remotes that are known: records of the catalog. Safe for use by several threads. */
public final class Remotes {

    /** How many there are at most. */
    static final int REMOTES_MAX = 256;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern ADDRESS =
            Pattern.compile("|[^\\s:\\[\\]]{1,253}:[1-9][0-9]{0,4}|\\[[0-9a-fA-F:.]{2,45}\\]:[1-9][0-9]{0,4}");
    private static final int PORT_MAX = 65_535;

    private final Catalog catalog;
    private final Consumer<Fingerprint> removed;

    /** @param removed is told who is not known any more */
    public Remotes(Catalog catalog, Consumer<Fingerprint> removed) {
        this.catalog = catalog;
        this.removed = removed;
    }

    /**
     * Adds one.
     *
     * @throws Failure.Invalid if its name or address is of no such form
     * @throws Failure.Conflict if its name or fingerprint is another's
     * @throws Failure.Exhausted if there are too many
     */
    public synchronized RemoteRecord add(RemoteRecord remote) {
        check(remote);
        List<RemoteRecord> known = list();
        if (known.size() >= REMOTES_MAX) {
            throw new Failure.Exhausted("there are " + known.size() + " remotes, and no more may be", null);
        }
        for (RemoteRecord other : known) {
            if (other.name().equals(remote.name())) {
                throw new Failure.Conflict(
                        "there is a remote " + remote.name() + " already", "ebsnap remote remove " + remote.name());
            }
            if (other.fingerprint().equals(remote.fingerprint())) {
                throw new Failure.Conflict("this is the fingerprint of remote " + other.name());
            }
        }
        catalog.create(CatalogKind.REMOTE, remote);
        return remote;
    }

    /** All of them, by name. */
    public List<RemoteRecord> list() {
        try (Stream<RemoteRecord> all = catalog.list(CatalogKind.REMOTE)) {
            return all.sorted(Comparator.comparing(RemoteRecord::name)).toList();
        }
    }

    /**
     * One of them.
     *
     * @throws Failure.NotFound if there is none of that name
     */
    public RemoteRecord require(String name) {
        Optional<RemoteRecord> found =
                NAME.matcher(name).matches() ? catalog.find(CatalogKind.REMOTE, name) : Optional.empty();
        return found.orElseThrow(() -> new Failure.NotFound("there is no remote " + name));
    }

    /** The one whose certificate has a fingerprint. */
    Optional<RemoteRecord> find(Fingerprint fingerprint) {
        return list().stream()
                .filter(remote -> remote.fingerprint().equals(fingerprint.hex()))
                .findFirst();
    }

    /**
     * Removes one: it may do nothing any more, and its connections end.
     *
     * @throws Failure.NotFound if there is none of that name
     */
    public synchronized void remove(String name) {
        RemoteRecord remote = require(name);
        boolean unused = catalog.delete(CatalogKind.REMOTE, name);
        removed.accept(new Fingerprint(remote.fingerprint()));
    }

    private static void check(RemoteRecord remote) {
        if (!NAME.matcher(remote.name()).matches()) {
            throw new Failure.Invalid("'" + remote.name() + "' is no name of a remote: lower-case letters, digits and"
                    + " hyphens, at most 32");
        }
        if (!ADDRESS.matcher(remote.address()).matches() || port(remote.address()) > PORT_MAX) {
            throw new Failure.Invalid("'" + remote.address() + "' is no address HOST:PORT");
        }
    }

    static String host(String address) {
        String host = address.substring(0, address.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static int port(String address) {
        return address.isEmpty() ? 0 : Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
