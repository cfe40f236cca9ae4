package io.ebsnap.lifecycle;

import io.ebsnap.lifecycle.Occurrence.Kind;
import java.time.Instant;

/** Tells what policies do in the same words whether they do it or would. */
final class Occurrences {

    private Occurrences() {}

    static Occurrence missed(Instant now, Fire fire) {
        String times = fire.missed() == 1 ? "1 time was" : fire.missed() + " times were";
        return new Occurrence(
                now,
                Kind.MISSED,
                fire.policy().id(),
                fire.policy().name(),
                fire.schedule().name(),
                "",
                "",
                times + " missed before " + fire.due() + ", for which it is done now");
    }

    static Occurrence created(Instant now, Take take, String snapshot) {
        return of(now, Kind.CREATED, take, snapshot, "due " + take.due());
    }

    static Occurrence skipped(Instant now, Take take, String why) {
        return of(now, Kind.SKIPPED, take, "", why);
    }

    private static Occurrence of(Instant now, Kind kind, Take take, String snapshot, String reason) {
        return new Occurrence(
                now,
                kind,
                take.policy().id(),
                take.policy().name(),
                take.names(),
                take.policy().images() ? "" : take.volume().id(),
                snapshot,
                reason);
    }

    static Occurrence deleted(Instant now, Verdict verdict) {
        return of(now, Kind.DELETED, verdict, verdict.reason());
    }

    static Occurrence kept(Instant now, Verdict verdict, String why) {
        return of(now, Kind.KEPT, verdict, "kept because " + why);
    }

    /** One that stays in spite of all policies. */
    static Occurrence spared(Instant now, Verdict verdict) {
        return kept(now, verdict, verdict.reason());
    }

    private static Occurrence of(Instant now, Kind kind, Verdict verdict, String reason) {
        Decision decision = verdict.policys();
        return new Occurrence(
                now,
                kind,
                decision.policyId(),
                decision.policy(),
                decision.schedule(),
                volumeOf(verdict.snapshot()),
                verdict.snapshot().id(),
                reason);
    }

    /** @param made what came of it, such as the id of a copy; or empty */
    static Occurrence followedUp(Instant now, Duty duty, String made) {
        String words = duty.followUp().words() + (made.isEmpty() ? "" : " as " + made);
        return of(now, Kind.FOLLOWED_UP, duty, words);
    }

    static Occurrence failed(Instant now, Duty duty, String why) {
        return of(now, Kind.FAILED, duty, duty.followUp().words() + ": " + why);
    }

    private static Occurrence of(Instant now, Kind kind, Duty duty, String reason) {
        return new Occurrence(
                now,
                kind,
                duty.policy().id(),
                duty.policy().name(),
                duty.schedule().name(),
                volumeOf(duty.snapshot()),
                duty.snapshot().id(),
                reason);
    }

    /** An image is of no single volume. */
    private static String volumeOf(SnapshotFacts snapshot) {
        return PolicyIds.isValid(snapshot.volumeId()) ? "" : snapshot.volumeId();
    }

    static Occurrence undeleted(World world) {
        return new Occurrence(
                world.now(), Kind.FAILED, "", "", "", "", "", "nothing is deleted: " + world.incomplete());
    }

    static Occurrence idle(Instant now, Policy policy, String why) {
        return new Occurrence(now, Kind.IDLE, policy.id(), policy.name(), "", "", "", why);
    }
}
