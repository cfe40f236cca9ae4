package io.ebsnap.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChangeDetectionTest {

    @Test
    void textComesBackAsItWas() {
        assertThat(ChangeDetection.parse("exact by reflink, 64 rechecked"))
                .isEqualTo(new ChangeDetection(ChangeDetection.Way.EXACT, "reflink", 64, ""));
        for (ChangeDetection each : new ChangeDetection[] {
            ChangeDetection.full(""),
            ChangeDetection.full("it is the first snapshot: of all, 3 rechecked"),
            new ChangeDetection(ChangeDetection.Way.SAMPLED, "nbd-bitmap", 0, "a\nb"),
            new ChangeDetection(ChangeDetection.Way.EXACT, "keyed", 12, "reflink: no copy is kept"),
        }) {
            assertThat(ChangeDetection.parse(each.text())).isEqualTo(each);
        }
    }

    @Test
    void recordOfBeforeTrackersReads() {
        assertThat(ChangeDetection.parse("full")).isEqualTo(ChangeDetection.full(""));
    }

    @Test
    void otherFormsAreRefused() {
        for (String text : new String[] {"", "Full", "exact", "sampled", "full by x", "exact by Reflink", "fullest"}) {
            assertThatThrownBy(() -> ChangeDetection.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void reasonIsCutToABound() {
        assertThat(ChangeDetection.full("x".repeat(10_000)).reason()).hasSize(ChangeDetection.REASON_LENGTH_MAX);
    }
}
