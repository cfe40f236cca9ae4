package io.ebsnap.linux.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NbdTableTest {

    @TempDir
    Path blockDevices;

    private void device(String name, String... files) throws IOException {
        Path device = Files.createDirectories(blockDevices.resolve(name));
        for (String file : files) {
            Files.writeString(
                    device.resolve(file.substring(0, file.indexOf('='))), file.substring(file.indexOf('=') + 1));
        }
    }

    @Test
    void onlyAConnectedDeviceOfTheBackendIsFound() throws IOException {
        device("nbd0");
        device("nbd1", "pid=77\n", "backend=vol-1\n");
        device("nbd2", "pid=77\n");
        device("nbd3", "backend=vol-3\n");
        device("nbd12", "pid=78\n", "backend=vol-2\n");
        device("sda", "pid=1\n", "backend=vol-4\n");
        NbdTable table = new NbdTable(blockDevices);
        assertThat(table.find("vol-1")).hasValue(1);
        assertThat(table.find("vol-2")).hasValue(12);
        assertThat(table.find("vol-3")).isEmpty();
        assertThat(table.find("vol-4")).isEmpty();
        assertThat(new NbdTable(blockDevices.resolve("none")).find("vol-1")).isEmpty();
    }
}
