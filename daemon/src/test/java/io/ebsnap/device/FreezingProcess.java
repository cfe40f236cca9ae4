package io.ebsnap.device;

import io.ebsnap.linux.jnr.JnrLinux;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A process that freezes the file system on a device, says so, and never thaws it. */
public final class FreezingProcess {

    private FreezingProcess() {}

    /** Freezes; {@code arguments} are the device and the state directory. */
    public static void main(String[] arguments) throws InterruptedException {
        InstantSettings settings = new InstantSettings(Path.of(arguments[1]), List::of, Duration.ofMinutes(5), 15);
        InstantChooser.Outside outside = new InstantChooser.Outside(
                JnrLinux.load(),
                uri -> {
                    throw new IllegalStateException("nobody asks for " + uri);
                },
                InstantSource.system(),
                System::nanoTime);
        InstantChooser.of(settings, outside).take(Machine.order(Path.of(arguments[0]), ConsistencyMethod.FROZEN));
        System.out.println("frozen");
        System.out.flush();
        Thread.sleep(Duration.ofHours(1));
    }
}
