package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.CatalogKind;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever an image on its way into the recycle bin, out of it or to its end is left by a death, it can be made to work, or is gone as it was to be. */
final class BinnedImagesCrashTest extends BinnedImagesFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalog.after-put",
                "catalog.after-view",
                "image.after-deregistration",
                "image.after-one-recycled",
                "image.after-one-restored",
                "bin.after-restore",
            })
    void afterDeathAtEachStepItCanBeMadeToWork(String point) {
        for (int time = 1; time <= 6; time++) {
            rule(BinResourceType.EC2_IMAGE, 7);
            int[] left = {time};
            engine.crashPoints.set(name -> {
                if (name.equals(point) && --left[0] == 0) {
                    throw new SimulatedDeath();
                }
            });
            try {
                images.deregister(id(), true);
                bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
            } catch (SimulatedDeath e) {
                // That is what this is about.
            }
            start();
            engine.collect();
            boolean inBin = !binned(BinResourceType.EC2_IMAGE).isEmpty();
            assertThat(inBin).as(point).isEqualTo(images.find(id()).isEmpty());
            if (inBin) {
                bin.restore(BinResourceType.EC2_IMAGE, image.imageId());
            }
            assertWorks();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog.after-put", "catalog.after-view", "bin.after-purge"})
    void afterDeathWhileItsTimeEndsTheRestGoesWithTheNextRound(String point) {
        rule(BinResourceType.EC2_IMAGE, 7);
        images.deregister(id(), true);
        now = BEGIN.plus(Duration.ofDays(7));
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                throw new SimulatedDeath();
            }
        });
        assertThatThrownBy(bin::round).isInstanceOf(SimulatedDeath.class);
        start();
        bin.round();
        assertThat(binned(BinResourceType.EC2_IMAGE)).isEmpty();
        assertThat(binned(BinResourceType.EBS_SNAPSHOT)).isEmpty();
        assertThat(engine.catalog.find(CatalogKind.SNAPSHOT, second.snapshotId()))
                .isEmpty();
    }
}
