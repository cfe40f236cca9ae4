package io.ebsnap.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecheckTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachGroupHasExactlyOneWhateverTheSteps(long seed) {
        Random random = new Random(seed);
        Recheck recheck = new Recheck(new RecheckSettings(50, 4), 100_000, seed);
        List<Long> chosen = new ArrayList<>();
        long at = 0;
        while (at < 10_000) {
            long count = 1L + random.nextInt(120);
            long free = recheck.free(count);
            at += free;
            if (free < count) {
                chosen.add(at++);
            }
        }
        for (int group = 0; group < 199; group++) {
            long from = group * 50L;
            assertThat(chosen)
                    .filteredOn(each -> each >= from && each < from + 50)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 200_000, 2_000_000})
    void ofWhatLiesElsewhereFourAreChosenHoweverManyThereAre(long blocks) {
        Recheck recheck = new Recheck(RecheckSettings.DISTANT, blocks, 7);
        int chosen = 0;
        for (long at = 0; at < blocks; at++) {
            chosen += recheck.wantsNext() ? 1 : 0;
        }
        assertThat(chosen).isEqualTo(4);
    }

    @Test
    void smallVolumeOfWhichHalfIsUnchangedHasAsManyAsAskedFor() {
        Recheck recheck = new Recheck(new RecheckSettings(1000, 32), 640, 7);
        int chosen = 0;
        for (int i = 0; i < 320; i++) {
            chosen += recheck.wantsNext() ? 1 : 0;
        }
        assertThat(chosen).isEqualTo(32);
    }

    @Test
    void everyBlockOfATinyVolumeIsChosen() {
        Recheck recheck = new Recheck(RecheckSettings.DEFAULT, 3, 7);
        for (int block = 0; block < 3; block++) {
            assertThat(recheck.wantsNext()).isTrue();
        }
    }

    @Test
    void otherSeedsChooseOthers() {
        assertThat(first(1)).isEqualTo(first(1)).isNotEqualTo(first(2));
    }

    private static List<Long> first(long seed) {
        Recheck recheck = new Recheck(new RecheckSettings(1000, 1), 1L << 30, seed);
        List<Long> places = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            places.add(recheck.free(Long.MAX_VALUE / 2));
        }
        return places;
    }
}
