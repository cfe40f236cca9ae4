package io.ebsnap.lifecycle;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.LifecyclePolicyRecord;
import io.ebsnap.failure.Failure;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policies of files and of the catalog. Read anew whenever they are asked for. Safe for use by several threads. */
final class KnownPolicies {

    private final LifecycleParts parts;
    private final PolicyDocument documents;
    private final PolicyFiles files;

    KnownPolicies(LifecycleParts parts) {
        this.parts = parts;
        this.documents = new PolicyDocument(
                parts.followUps().executable(), parts.machine().ownAccount());
        this.files = new PolicyFiles(parts.machine().policies(), PolicyFiles.Kind.POLICY);
    }

    /**
     * A policy, or what is wrong with it.
     *
     * @param id of it
     * @param name of it
     * @param file that it stands in; empty if there is none
     * @param document what it says
     * @param record of it; null if it stands in a file
     * @param policy read; empty if it cannot be
     * @param trouble why not; else empty
     */
    record Known(
            String id,
            String name,
            String file,
            String document,
            @Nullable LifecyclePolicyRecord record,
            Optional<Policy> policy,
            String trouble) {

        boolean isCalled(String word) {
            return id.equals(word) || name.equals(word) || (!file.isEmpty() && file.equals(word));
        }
    }

    /** All of them: those of files, then those of the catalog; default policies come last within each. */
    List<Known> all() {
        List<Known> all = new ArrayList<>();
        files.read().forEach(file -> all.add(known(file)));
        try (Stream<LifecyclePolicyRecord> records = parts.catalog().list(CatalogKind.LIFECYCLE_POLICY)) {
            records.forEach(record -> all.add(known(record)));
        }
        return withoutDoubles(all);
    }

    /** Those that can be read: what others cover comes before what is for the rest. */
    static List<Policy> readable(List<Known> all) {
        return all.stream()
                .flatMap(known -> known.policy().stream())
                .sorted((one, other) -> Boolean.compare(one.isDefault(), other.isDefault()))
                .toList();
    }

    /** Reads a document without keeping it. */
    Policy check(String document, PolicyDocument.Source source) {
        return documents.read(document, source);
    }

    private Known known(PolicyFiles.PolicyFile file) {
        String id = PolicyIds.ofFile(file.name());
        String path = file.path().toString();
        if (!file.trouble().isEmpty()) {
            return new Known(id, file.name(), path, "", null, Optional.empty(), file.trouble());
        }
        try {
            Policy policy = documents.read(file.text(), new PolicyDocument.Source(path, id, file.name(), null));
            return new Known(policy.id(), file.name(), path, file.text(), null, Optional.of(policy), "");
        } catch (Failure.Invalid e) {
            return new Known(
                    id, file.name(), path, file.text(), null, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private Known known(LifecyclePolicyRecord record) {
        String id = record.policyId();
        try {
            Policy policy = documents
                    .read(record.document(), new PolicyDocument.Source(id, id, id, record.ownerId()))
                    .enabled(record.enabled());
            return new Known(id, id, "", record.document(), record, Optional.of(policy), "");
        } catch (Failure.Invalid e) {
            return new Known(id, id, "", record.document(), record, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** Two of one id would fight for the same snapshots: neither is carried out. */
    private static List<Known> withoutDoubles(List<Known> all) {
        Map<String, Integer> counts = new HashMap<>();
        all.forEach(known -> counts.merge(known.id(), 1, Integer::sum));
        return all.stream()
                .map(known -> counts.getOrDefault(known.id(), 0) == 1
                        ? known
                        : new Known(
                                known.id(),
                                known.name(),
                                known.file(),
                                known.document(),
                                known.record(),
                                Optional.empty(),
                                "another policy has the same id " + known.id()))
                .toList();
    }

    LifecyclePolicyRecord create(String document, @Nullable Boolean enabled, @Nullable String accountId) {
        String id = PolicyIds.random(parts.surroundings().random());
        Policy policy = check(document, new PolicyDocument.Source("the policy", id, id, accountId));
        requireNoId(policy, id);
        LifecyclePolicyRecord record = new LifecyclePolicyRecord(
                id,
                enabled == null ? policy.enabled() : enabled,
                parts.surroundings().clock().instant().truncatedTo(ChronoUnit.MILLIS),
                parts.surroundings().clock().instant().truncatedTo(ChronoUnit.MILLIS),
                document,
                accountId);
        parts.catalog().create(CatalogKind.LIFECYCLE_POLICY, record);
        return record;
    }

    LifecyclePolicyRecord update(LifecyclePolicyRecord before, PolicyChange change) {
        String id = before.policyId();
        String text = change.document() == null ? before.document() : change.document();
        Policy policy = check(text, new PolicyDocument.Source("the policy", id, id, before.ownerId()));
        requireNoId(policy, id);
        return parts.catalog().update(CatalogKind.LIFECYCLE_POLICY, id, old -> changed(old, change));
    }

    private LifecyclePolicyRecord changed(LifecyclePolicyRecord old, PolicyChange change) {
        requireReplaced(old, change);
        return new LifecyclePolicyRecord(
                old.policyId(),
                change.enabled() == null ? old.enabled() : change.enabled(),
                old.dateCreated(),
                parts.surroundings().clock().instant().truncatedTo(ChronoUnit.MILLIS),
                change.document() == null ? old.document() : change.document(),
                old.ownerId());
    }

    /** What says already what it is to say is no conflict: the catalog may make a change twice. */
    private static void requireReplaced(LifecyclePolicyRecord old, PolicyChange change) {
        if (change.replaced() != null
                && !old.document().equals(change.replaced())
                && !old.document().equals(change.document())) {
            throw new Failure.Conflict(old.policyId() + " was changed by somebody else in the meantime");
        }
    }

    private static void requireNoId(Policy policy, String id) {
        if (!policy.id().equals(id)) {
            throw new Failure.Invalid("the policy: id is for files: this one is " + id);
        }
    }

    /** The ids of those that are named; all for none. */
    static Set<String> chosen(List<Known> all, Iterable<String> words) {
        List<String> ids = new ArrayList<>();
        boolean any = false;
        for (String word : words) {
            any = true;
            ids.add(all.stream()
                    .filter(known -> known.isCalled(word))
                    .map(Known::id)
                    .findFirst()
                    .orElseThrow(() -> new Failure.NotFound("there is no policy '" + word + "'")));
        }
        return any ? Set.copyOf(ids) : Set.copyOf(all.stream().map(Known::id).toList());
    }
}
