package io.ebsnap.scenario;

import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.KeyRotation;
import io.ebsnap.format.KeyState;
import io.ebsnap.format.RotationType;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.KeyId;
import io.ebsnap.kms.KeyMetadata;
import io.ebsnap.kms.Keyring;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Two keys, {@code alias/aws/ebs} and {@code alias/other}, each with one domain. A key can be taken away. */
public final class FixedKeyring implements Keyring {

    private static final KeyId FIRST = new KeyId(new UUID(1, 1));
    private static final KeyId SECOND = new KeyId(new UUID(2, 2));

    private final Map<DomainId, DomainKeys> keys = new ConcurrentHashMap<>();

    public FixedKeyring() {
        keys.put(domainFor(FIRST), derived(FIRST));
        keys.put(domainFor(SECOND), derived(SECOND));
    }

    /** The records of both domains, for the catalog. */
    public List<DataKeyRecord> records() {
        return List.of(
                new DataKeyRecord(domainFor(FIRST).hex(), FIRST.toString(), 1, "AAAA", Instant.EPOCH),
                new DataKeyRecord(domainFor(SECOND).hex(), SECOND.toString(), 1, "AAAA", Instant.EPOCH));
    }

    /** From now on the key of a domain is not to be had. */
    public void take(DomainId domain) {
        keys.remove(domain);
    }

    /** From now on all keys are to be had again. */
    public void giveBack() {
        keys.put(domainFor(FIRST), derived(FIRST));
        keys.put(domainFor(SECOND), derived(SECOND));
    }

    @Override
    public DomainKeys keysOf(DomainId domain) {
        DomainKeys found = keys.get(domain);
        if (found == null) {
            throw new Failure.Denied("the key of domain " + domain + " is disabled");
        }
        return found;
    }

    @Override
    public DomainId storeDomain() {
        return domainFor(FIRST);
    }

    @Override
    public DomainId domainFor(KeyId key) {
        return DomainId.of(ByteBuffer.allocate(DomainId.BYTES)
                .putLong(key.value().getMostSignificantBits())
                .array());
    }

    @Override
    public KeyId resolve(String keyOrAlias) {
        return switch (keyOrAlias) {
            case "alias/aws/ebs" -> FIRST;
            case "alias/other" -> SECOND;
            default ->
                Stream.of(FIRST, SECOND)
                        .filter(key -> key.toString().equals(keyOrAlias))
                        .findFirst()
                        .orElseThrow(() -> new Failure.NotFound("there is no key '" + keyOrAlias + "'"));
        };
    }

    @Override
    public List<KeyMetadata> keys() {
        return List.of(metadata(FIRST, "alias/aws/ebs"), metadata(SECOND, "alias/other"));
    }

    private static KeyMetadata metadata(KeyId id, String alias) {
        return new KeyMetadata(
                id,
                "",
                "",
                KeyState.ENABLED,
                Instant.EPOCH,
                null,
                List.of(alias),
                List.of(),
                KeyRotation.OFF,
                List.of(),
                List.of(new KeyMetadata.Version(1, Instant.EPOCH, RotationType.CREATION, false, "")),
                null);
    }

    private DomainKeys derived(KeyId key) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) key.value().getMostSignificantBits());
        return DomainKeys.derive(domainFor(key), bytes);
    }
}
