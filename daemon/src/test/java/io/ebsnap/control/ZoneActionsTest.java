package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.AvailabilityZoneList;
import io.ebsnap.api.AvailabilityZoneMessage;
import io.ebsnap.api.Done;
import io.ebsnap.api.ZoneRequest.AddZone;
import io.ebsnap.api.ZoneRequest.DescribeAvailabilityZones;
import io.ebsnap.api.ZoneRequest.DrainZone;
import io.ebsnap.api.ZoneRequest.RemoveZone;
import io.ebsnap.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneActionsTest {

    private final ZoneActions actions = new ZoneActions(new FakeZones());

    @Test
    void zonesAreShownAndChanged() {
        assertThat(actions.handle(new DescribeAvailabilityZones()))
                .isEqualTo(new AvailabilityZoneList(
                        List.of(new AvailabilityZone("a", null, "available", List.of(), "/data/store", null, 7L))));
        assertThat(actions.handle(new AddZone("b", "/mnt/b")))
                .isEqualTo(new AvailabilityZone("b", "00ff", "syncing", List.of(), "/mnt/b", 42, null));
        assertThat(actions.handle(new DrainZone("b")))
                .isEqualTo(new AvailabilityZone(
                        "b", "00ff", "draining", List.of(new AvailabilityZoneMessage("words")), "/mnt/b", 1, null));
        assertThat(actions.handle(new RemoveZone("b"))).isEqualTo(new Done(true));
        assertThatExceptionOfType(Failure.NotFound.class).isThrownBy(() -> actions.handle(new DrainZone("b")));
    }

    @Test
    void whatIsNotAvailableIsAWarning() {
        assertThat(actions.warnings()).isEmpty();
        actions.handle(new AddZone("b", "/mnt/b"));
        assertThat(actions.warnings()).containsExactly("zone b is syncing 42 %");
        actions.handle(new DrainZone("b"));
        assertThat(actions.warnings()).containsExactly("zone b is draining 1 %: words");
    }
}
