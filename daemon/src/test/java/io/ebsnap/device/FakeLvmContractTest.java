package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that tests have in LVM's place do what LVM does, by the script that LVM itself passes in the virtual machine. */
class FakeLvmContractTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void scriptsPassTheContractThatLvmPasses() {
        FakeLvm lvm = new FakeLvm(directory);
        Path contract = Path.of("..", "scripts", "vm", "lvm-contract").toAbsolutePath();
        String path = "PATH=" + lvm.programs() + ":/usr/sbin:/usr/bin:/sbin:/bin";
        Commands.Outcome outcome = new Commands(System::nanoTime)
                .run(
                        List.of(
                                "/usr/bin/env",
                                path,
                                "bash",
                                contract.toString(),
                                FakeLvm.POOL.toString(),
                                lvm.devices().toString()),
                        Map.of(),
                        Duration.ofMinutes(2));
        assertThat(outcome.text()).contains("passed");
        assertThat(lvm.names()).isEmpty();
    }
}
