package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.failure.ParameterRefusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be said of a volume's performance, and what EC2 makes of what is not said. */
class VolumePerformanceTest {

    @ParameterizedTest
    @CsvSource({
        ", , , gp2, ,",
        "gp2, , , gp2, ,",
        "gp3, , , gp3, 3000, 125",
        "gp3, 80000, 2000, gp3, 80000, 2000",
        "io1, 64000, , io1, 64000,",
        "io2, 100, , io2, 100,",
        "st1, , , st1, ,",
        "sc1, , , sc1, ,",
        "standard, , , standard, ,"
    })
    void newVolumeHasWhatIsSaidAndElseTheDefaults(
            @Nullable String said,
            @Nullable Integer iops,
            @Nullable Integer throughput,
            String type,
            @Nullable Integer madeIops,
            @Nullable Integer madeThroughput) {
        assertThat(VolumePerformance.of(said, iops, throughput))
                .isEqualTo(new VolumePerformance(VolumeType.of(type), madeIops, madeThroughput));
    }

    @ParameterizedTest
    @CsvSource({
        "gp4, , , UNKNOWN_VOLUME_TYPE",
        "GP3, , , UNKNOWN_VOLUME_TYPE",
        ", 3000, , INVALID_COMBINATION",
        "gp2, , 125, INVALID_COMBINATION",
        "st1, 100, , INVALID_COMBINATION",
        "io2, 100, 125, INVALID_COMBINATION",
        "io1, , , MISSING",
        "io2, , , MISSING",
        "gp3, 2999, ,",
        "gp3, 80001, ,",
        "gp3, , 124,",
        "gp3, , 2001,",
        "io1, 64001, ,",
        "io2, 256001, ,",
        "io2, 99, ,"
    })
    void whatNoNewVolumeHasIsRefused(
            @Nullable String type,
            @Nullable Integer iops,
            @Nullable Integer throughput,
            @Nullable ParameterRefusal refusal) {
        Failure.Invalid failure =
                catchThrowableOfType(Failure.Invalid.class, () -> VolumePerformance.of(type, iops, throughput));
        assertThat(failure.parameterRefusal().orElse(null)).isEqualTo(refusal);
    }

    @Test
    void changedVolumeKeepsWhatIsNotSaidOfTheSameType() {
        VolumePerformance gp3 = VolumePerformance.of("gp3", 4000, 250);
        assertThat(gp3.changed(null, 5000, null)).isEqualTo(new VolumePerformance(VolumeType.GP3, 5000, 250));
        assertThat(gp3.changed("gp3", null, 300)).isEqualTo(new VolumePerformance(VolumeType.GP3, 4000, 300));
        assertThat(gp3.changed(null, null, null)).isEqualTo(gp3);
    }

    @Test
    void anotherTypeBeginsWithItsOwnDefaults() {
        VolumePerformance gp3 = VolumePerformance.of("gp3", 4000, 250);
        assertThat(gp3.changed("io2", null, null)).isEqualTo(new VolumePerformance(VolumeType.IO2, 3000, null));
        assertThat(gp3.changed("io1", 200, null)).isEqualTo(new VolumePerformance(VolumeType.IO1, 200, null));
        assertThat(gp3.changed("gp2", null, null)).isEqualTo(VolumePerformance.DEFAULT);
        assertThat(VolumePerformance.DEFAULT.changed("gp3", null, null))
                .isEqualTo(new VolumePerformance(VolumeType.GP3, 3000, 125));
        Failure.Invalid failure =
                catchThrowableOfType(Failure.Invalid.class, () -> VolumePerformance.DEFAULT.changed(null, 3000, null));
        assertThat(failure.parameterRefusal()).contains(ParameterRefusal.INVALID_COMBINATION);
    }

    @Test
    void recordOfTheDefaultSaysNothing() {
        ManagedVolumeRecord volume = CatalogFixtures.performingVolume();
        assertThat(volume.toldPerformance()).isEqualTo(new VolumePerformance(VolumeType.GP3, 4000, 250));
        assertThat(volume.in(ManagedVolumeState.DELETING).grownTo(5).performance())
                .isEqualTo(volume.performance());
        assertThat(volume.performing(VolumePerformance.DEFAULT)).isEqualTo(CatalogFixtures.managedVolume());
        assertThat(CatalogFixtures.managedVolume().toldPerformance()).isEqualTo(VolumePerformance.DEFAULT);
    }
}
