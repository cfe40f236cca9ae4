package io.ebsnap.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.SealedNote;
import io.ebsnap.flight.CrashPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trusted time goes on by what has passed, whatever somebody does to the clock. */
class TrustedTimeTest {

    private static final Instant BEGIN = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    Path directory = Path.of("");

    private final Machine machine = new Machine();
    private final Alarms alarms = new Alarms(alarm -> {});
    private TrustedTime time;

    /** A machine whose clock anybody can set. */
    private static final class Machine implements SteadyClock {
        private Instant wall = BEGIN;
        private Duration sinceBoot = Duration.ofHours(1);
        private int boots = 1;
        private boolean synchronised = true;

        void goOn(Duration passed) {
            wall = wall.plus(passed);
            sinceBoot = sinceBoot.plus(passed);
        }

        /** As the kernel does it: whoever sets the clock is nobody who keeps it in line. */
        void set(Duration by) {
            wall = wall.plus(by);
            synchronised = false;
        }

        void reboot(Duration off) {
            wall = wall.plus(off).plusSeconds(20);
            sinceBoot = Duration.ofSeconds(20);
            boots++;
            synchronised = false;
        }

        @Override
        public String bootId() {
            return "boot-" + boots;
        }

        @Override
        public Duration sinceBoot() {
            return sinceBoot;
        }

        @Override
        public boolean isSynchronised() {
            return synchronised;
        }
    }

    @BeforeEach
    void begin() {
        time = opened(Optional.empty());
    }

    private void restart() {
        restart(Optional.empty());
    }

    private void restart(Optional<Instant> evidence) {
        time = opened(evidence);
    }

    private TrustedTime opened(Optional<Instant> evidence) {
        return TrustedTime.open(
                new TrustedTime.Parts(
                        new SealedNote(directory.resolve("time"), "trusted-time", CatalogFixtures.sealing()),
                        machine,
                        () -> machine.wall,
                        alarms,
                        CrashPoints.NONE),
                evidence);
    }

    @Test
    void beginsWithTheTimeOfDayAndGoesOnAsTimePasses() {
        assertThat(time.instant()).isEqualTo(BEGIN);
        machine.goOn(Duration.ofDays(3));
        assertThat(time.instant()).isEqualTo(BEGIN.plus(Duration.ofDays(3)));
        assertThat(alarms.raised()).isEmpty();
        assertThat(time.troubles()).isEmpty();
    }

    @Test
    void settingTheClockForwardIsAnAlarmAndChangesNothing() {
        machine.set(YEAR);
        assertThat(time.instant()).isEqualTo(BEGIN);
        time.round();
        time.round();
        assertThat(time.instant()).isEqualTo(BEGIN);
        assertThat(alarms.raised()).extracting(Alarm::kind).containsExactly(Alarm.Kind.CLOCK_SET);
        assertThat(alarms.raised().getFirst().message()).contains("forward by 525600 min");
        assertThat(time.troubles()).hasSize(1);
    }

    @Test
    void whoeverClaimsThatTheClockHeSetIsSynchronisedChangesNothingWithinOneRunOfTheKernel() {
        machine.set(YEAR);
        machine.synchronised = true;
        time.round();
        restart();
        assertThat(time.instant()).isEqualTo(BEGIN);
    }

    @Test
    void settingTheClockBackIsAnAlarmAndChangesNothing() {
        machine.goOn(Duration.ofHours(5));
        machine.set(YEAR.negated());
        time.round();
        assertThat(time.instant()).isEqualTo(BEGIN.plus(Duration.ofHours(5)));
        assertThat(alarms.raised().getFirst().message()).contains("set back");
        assertThat(time.troubles().getFirst()).contains("behind");
        machine.set(YEAR);
        assertThat(time.troubles()).isEmpty();
    }

    @Test
    void overARestartOfTheDaemonWhatPassedCountsAndASetClockIsSeen() {
        machine.goOn(Duration.ofHours(2));
        restart();
        assertThat(time.instant()).isEqualTo(BEGIN.plus(Duration.ofHours(2)));
        assertThat(alarms.raised()).isEmpty();
        machine.goOn(Duration.ofHours(2));
        machine.set(YEAR);
        restart();
        assertThat(time.instant()).isEqualTo(BEGIN.plus(Duration.ofHours(4)));
        assertThat(alarms.raised()).hasSize(1);
    }

    @Test
    void overAStartOfTheMachineASynchronisedClockIsBelievedOnce() {
        machine.reboot(Duration.ofDays(10));
        restart();
        assertThat(time.instant()).isEqualTo(BEGIN.plusSeconds(20));
        machine.synchronised = true;
        time.round();
        assertThat(time.instant()).isEqualTo(BEGIN.plus(Duration.ofDays(10)).plusSeconds(20));
        assertThat(alarms.raised()).isEmpty();
        machine.wall = machine.wall.plus(YEAR);
        time.round();
        restart();
        assertThat(time.instant()).isEqualTo(BEGIN.plus(Duration.ofDays(10)).plusSeconds(20));
        assertThat(alarms.raised()).hasSize(1);
    }

    @Test
    void overAStartOfTheMachineAClockThatNobodyKeepsInLineIsNotBelieved() {
        machine.reboot(Duration.ZERO);
        machine.set(YEAR);
        restart();
        machine.goOn(Duration.ofHours(1));
        time.round();
        assertThat(time.instant()).isEqualTo(BEGIN.plus(Duration.ofHours(1)).plusSeconds(20));
        assertThat(time.troubles().getFirst()).contains("ahead");
    }

    @Test
    void aSynchronisedClockThatIsBehindIsNeverBelieved() {
        machine.reboot(Duration.ZERO);
        machine.wall = BEGIN.minus(YEAR);
        machine.synchronised = true;
        restart();
        assertThat(time.instant()).isEqualTo(BEGIN.plusSeconds(20));
        assertThat(alarms.raised().getFirst().message()).contains("set back");
    }

    @Test
    void aClockThatIsRightASecondTimeAfterAStartIsNoAlarm() {
        machine.reboot(Duration.ZERO);
        restart();
        machine.wall = machine.wall.plus(Duration.ofDays(2));
        machine.synchronised = true;
        time.round();
        assertThat(alarms.raised()).isEmpty();
        assertThat(time.troubles()).isEmpty();
    }

    @Test
    void withoutItsNoteItBeginsAtWhatIsKnownToBePastAndNotAtASetClock() throws IOException {
        machine.set(YEAR);
        Files.delete(directory.resolve("time"));
        restart(Optional.of(BEGIN));
        assertThat(time.instant()).isEqualTo(BEGIN);
        Files.write(directory.resolve("time"), new byte[70]);
        restart(Optional.of(BEGIN));
        assertThat(time.instant()).isEqualTo(BEGIN);
        assertThat(alarms.raised()).extracting(Alarm::kind).contains(Alarm.Kind.TIME_UNKNOWN);
    }

    @Test
    void anOlderNotePutBackDoesNotTakeItBehindWhatIsKnownToBePast() throws IOException {
        byte[] old = Files.readAllBytes(directory.resolve("time"));
        machine.goOn(Duration.ofDays(2));
        time.round();
        machine.reboot(Duration.ZERO);
        Files.write(directory.resolve("time"), old);
        restart(Optional.of(BEGIN.plus(Duration.ofDays(1))));
        assertThat(time.instant()).isEqualTo(BEGIN.plus(Duration.ofDays(1)));
    }
}
