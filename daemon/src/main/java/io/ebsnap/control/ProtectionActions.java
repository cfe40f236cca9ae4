package io.ebsnap.control;

import io.ebsnap.api.ProtectionRequest;
import io.ebsnap.api.ProtectionRequest.DescribeVolumeProtection;
import io.ebsnap.api.VolumeProtection;
import io.ebsnap.api.VolumeProtectionList;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.check.ProtectedVolume;
import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** DescribeVolumeProtection. */
final class ProtectionActions {

    private static final Duration STALE_AFTER = Duration.ofDays(7);
    private static final int STALE_AFTER_DAYS_MAX = 36_500;

    private final Services services;
    private final InstantSource clock;

    ProtectionActions(Services services, InstantSource clock) {
        this.services = services;
        this.clock = clock;
    }

    /** A volume, whatever it is. */
    private record Subject(String id, String name, String kind, long sizeBytes) {}

    VolumeProtectionList handle(ProtectionRequest<?> request) {
        return switch (request) {
            case DescribeVolumeProtection describe -> describe(describe);
        };
    }

    private VolumeProtectionList describe(DescribeVolumeProtection request) {
        Pages.Part<Subject> part = Pages.cut(subjects().toList(), Subject::id, request.page());
        Map<String, List<SnapshotRecord>> snapshots = snapshots();
        Map<String, List<String>> policies = new PolicyCoverage(services.lifecycle()).names();
        Instant now = clock.instant();
        Duration staleAfter = staleAfter(request.staleAfterDays());
        return new VolumeProtectionList(
                part.items().stream()
                        .map(subject -> shape(
                                subject,
                                ProtectedVolume.by(
                                        snapshots.getOrDefault(subject.id(), List.of()), services.store()::verifiedAt),
                                new Judged(now, staleAfter, policies.getOrDefault(subject.id(), List.of()))))
                        .toList(),
                part.nextToken());
    }

    /** How many volumes are in each state. */
    Map<String, Long> states() {
        Map<String, List<SnapshotRecord>> snapshots = snapshots();
        Instant now = clock.instant();
        return subjects()
                .map(subject -> ProtectedVolume.by(
                                snapshots.getOrDefault(subject.id(), List.of()), unknown -> Optional.empty())
                        .state(now, STALE_AFTER))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** Ids of all volumes. */
    List<String> volumeIds() {
        return subjects().map(Subject::id).toList();
    }

    private Map<String, List<SnapshotRecord>> snapshots() {
        return services.snapshots().list().stream().collect(Collectors.groupingBy(SnapshotRecord::volumeId));
    }

    private Stream<Subject> subjects() {
        return Stream.concat(
                services.volumes().list().stream()
                        .map(volume -> new Subject(volume.volumeId(), volume.name(), "registered", volume.sizeBytes())),
                services.serving().volumes().list().stream()
                        .map(volume -> new Subject(
                                volume.record().volumeId(),
                                volume.record().name(),
                                "managed",
                                volume.record().sizeBytes())));
    }

    private static Duration staleAfter(@Nullable Integer days) {
        if (days == null) {
            return STALE_AFTER;
        }
        if (days < 1 || days > STALE_AFTER_DAYS_MAX) {
            throw new Failure.Invalid("StaleAfterDays " + days + " is not from 1 to " + STALE_AFTER_DAYS_MAX);
        }
        return Duration.ofDays(days);
    }

    /** By what a volume is judged, and the policies that cover it. */
    private record Judged(Instant now, Duration staleAfter, List<String> policies) {}

    private static VolumeProtection shape(Subject subject, ProtectedVolume volume, Judged judged) {
        OptionalLong rate = volume.changedBytesPerDay(judged.now());
        return new VolumeProtection(
                subject.id(),
                subject.name(),
                subject.kind(),
                subject.sizeBytes(),
                volume.state(judged.now(), judged.staleAfter()),
                volume.completed().size(),
                volume.last().map(SnapshotRecord::snapshotId).orElse(null),
                volume.last().map(SnapshotRecord::startTime).orElse(null),
                volume.verified().map(SnapshotRecord::snapshotId).orElse(null),
                volume.verifiedAt().orElse(null),
                rate.isPresent() ? rate.getAsLong() : null,
                judged.policies());
    }
}
