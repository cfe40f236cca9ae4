package io.ebsnap.catalog;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.CatalogEnvelope;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.DomainId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Seals the bodies of records under the store's own domain and opens them: {@code docs/format/catalog.md}. The name of the object is
 * part of key and authentication, so that a record can stand neither in another's place nor under another sequence number.
 * Safe for use by several threads.
 */
public final class RecordSealing {

    private final Supplier<DomainId> storeDomain;
    private final Function<DomainId, DomainKeys> keys;
    private final AeadCipher cipher;
    private final RandomGenerator nonces;

    /**
     * Sealing under a domain.
     *
     * @param storeDomain asked when a record is sealed or opened, not before: a new store's domain is made with the help of the catalog
     * @param keys of a domain, owned by whoever gives them; asked when a record is sealed or opened, not before
     * @param nonces must not be guessable nor repeat; safe for use by several threads
     */
    public RecordSealing(
            Supplier<DomainId> storeDomain,
            Function<DomainId, DomainKeys> keys,
            AeadCipher cipher,
            RandomGenerator nonces) {
        this.storeDomain = storeDomain;
        this.keys = keys;
        this.cipher = cipher;
        this.nonces = nonces;
    }

    /** The object of a record. */
    byte[] seal(CatalogKind<?> kind, RecordName name, byte[] body) {
        return kind.sealed()
                ? seal(name.text(), body)
                : CatalogEnvelope.plain(body).bytes();
    }

    /**
     * The body of a record.
     *
     * @throws Failure.Corrupt if the object is damaged, or is another one's, or is not protected as its kind has to be
     * @throws Failure.TooNew if a newer version wrote it
     * @throws Failure.Denied if the key is not to be had
     */
    byte[] open(CatalogKind<?> kind, RecordName name, byte[] object) {
        CatalogEnvelope envelope = CatalogEnvelope.decode(object);
        Optional<DomainId> domain = envelope.sealedBy();
        if (domain.isPresent() != kind.sealed()) {
            throw new Failure.Corrupt(name.text() + (kind.sealed() ? " is not sealed" : " is sealed, unlike its kind"));
        }
        if (domain.isEmpty()) {
            ArraySlice body = envelope.body();
            return Arrays.copyOfRange(body.array(), body.offset(), body.offset() + body.length());
        }
        return opened(name.text(), envelope);
    }

    /** Something else than a record, under a name that no object of the catalog has. */
    byte[] seal(String name, byte[] body) {
        byte[] nonce = new byte[AeadCipher.NONCE_BYTES];
        nonces.nextBytes(nonce);
        byte[] target = new byte[body.length + AeadCipher.TAG_BYTES];
        byte[] key = keys.apply(storeDomain.get()).recordKey(name);
        try {
            cipher.seal(key, nonce, associated(name), ArraySlice.of(body), ArraySlice.of(target));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return CatalogEnvelope.sealed(storeDomain.get(), nonce, target).bytes();
    }

    /**
     * What was sealed under a name that no object of the catalog has.
     *
     * @throws Failure as {@link #open(CatalogKind, RecordName, byte[])}
     */
    byte[] open(String name, byte[] sealed) {
        return opened(name, CatalogEnvelope.decode(sealed));
    }

    private byte[] opened(String name, CatalogEnvelope envelope) {
        Optional<DomainId> domain = envelope.sealedBy();
        if (domain.isEmpty() || !domain.get().equals(storeDomain.get())) {
            throw new Failure.Corrupt(name + " is sealed under domain "
                    + domain.map(DomainId::toString).orElse("none") + " instead of " + storeDomain.get()
                    + ", the store's");
        }
        ArraySlice sealed = envelope.body();
        byte[] target = new byte[sealed.length() - AeadCipher.TAG_BYTES];
        byte[] key = keys.apply(storeDomain.get()).recordKey(name);
        try {
            cipher.open(key, envelope.nonce(), associated(name), sealed, ArraySlice.of(target));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
        return target;
    }

    private ArraySlice associated(String name) {
        byte[] frame = CatalogEnvelope.authenticated(storeDomain.get());
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(frame, frame.length + text.length);
        System.arraycopy(text, 0, both, frame.length, text.length);
        return ArraySlice.of(both);
    }
}
