package io.ebsnap.linux.jnr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void theTwoMachinesSwapTheDirectAndTheDirectoryFlag() {
        Machine x86 = Machine.of("Linux", "amd64");
        Machine arm = Machine.of("Linux", "aarch64");
        assertThat(x86.directFlag()).isEqualTo(0x4000).isEqualTo(arm.directoryFlag());
        assertThat(x86.directoryFlag()).isEqualTo(0x10000).isEqualTo(arm.directFlag());
    }

    @Test
    void anyOtherMachineIsRefusedByName() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Machine.of("Linux", "i386"))
                .withMessageContaining("i386");
        assertThatIllegalStateException()
                .isThrownBy(() -> Machine.of("Mac OS X", "aarch64"))
                .withMessageContaining("Mac OS X");
    }
}
