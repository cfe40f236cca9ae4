package io.ebsnap.blockmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.DomainId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MapsInUseTest {

    private final MapsInUse maps = new MapsInUse();
    private final BlockMap map =
            BlockMap.empty(new VolumeGeometry(1 << 20), DomainId.parse("0123456789abcdef0123456789abcdef"));

    @Test
    void requirementIsMadeOfWhatIsHeldAlready() {
        try (MapsInUse.Hold hold = maps.holdRequired(map, this::seen)) {
            assertThat(hold.map()).isEqualTo(map);
            assertThat(seen()).isTrue();
        }
        assertThat(seen()).isFalse();
    }

    @Test
    void unmetRequirementLeavesNothingHeld() {
        assertThatThrownBy(() -> maps.holdRequired(map, () -> {
                    throw new Failure.NotFound(seen() ? "held" : "not held");
                }))
                .isInstanceOf(Failure.NotFound.class)
                .hasMessage("held");
        assertThat(seen()).isFalse();
    }

    @Test
    void mapOfWhatExistsIsHeld() {
        Optional<MapsInUse.Hold> hold = maps.holdExisting(map, () -> Optional.of(seen()));
        assertThat(hold).isPresent();
        assertThat(seen()).isTrue();
        hold.get().close();
        assertThat(seen()).isFalse();
    }

    @Test
    void mapOfWhatIsGoneIsNotHeld() {
        assertThat(maps.holdExisting(map, Optional::empty)).isEmpty();
        assertThat(seen()).isFalse();
    }

    @Test
    void collectionOfADomainInDoubtIsRefusedWheneverTheDoubtWas() {
        DomainId other = DomainId.parse("ffffffffffffffffffffffffffffffff");
        MapsInUse.Doubt before = maps.doubt(map.domain(), "of a test");
        try (MapsInUse.Watch watch = maps.watch()) {
            before.close();
            assertThatThrownBy(() -> watch.requireCertain(map.domain()))
                    .isInstanceOf(Failure.Denied.class)
                    .hasMessageEndingWith("of a test");
            watch.requireCertain(other);
        }
        try (MapsInUse.Watch watch = maps.watch()) {
            watch.requireCertain(map.domain());
            maps.doubt(map.domain(), "begun later").close();
            assertThatThrownBy(() -> watch.requireCertain(map.domain())).isInstanceOf(Failure.Denied.class);
        }
    }

    /** Whether a collection that begins now keeps the map. */
    private boolean seen() {
        try (MapsInUse.Watch watch = maps.watch()) {
            return watch.seen().contains(map);
        }
    }
}
