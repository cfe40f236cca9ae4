package io.ebsnap.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ExtentTest {

    private static void onlyFlag(int flag, Predicate<Extent> property) {
        assertThat(property).accepts(new Extent(0, 0, 1, flag)).rejects(new Extent(0, 0, 1, ~flag));
    }

    @Test
    void eachPropertyIsTheKernelsBit() {
        onlyFlag(0x4, Extent::delayed);
        onlyFlag(0x8, Extent::encoded);
        onlyFlag(0x800, Extent::unwritten);
        onlyFlag(0x2000, Extent::shared);
        assertThat(new Extent(0, 0, 1, 0x2).locationUnknown()).isTrue();
        assertThat(new Extent(0, 0, 1, 0x4).locationUnknown()).isTrue();
        assertThat(new Extent(0, 0, 1, 0x200).inline()).isTrue();
        assertThat(new Extent(0, 0, 1, 0x100).inline()).isTrue();
    }

    @Test
    void endsWhereTheNextMayBegin() {
        assertThat(new Extent(4096, 0, 8192, 0).logicalEnd()).isEqualTo(12288);
    }
}
