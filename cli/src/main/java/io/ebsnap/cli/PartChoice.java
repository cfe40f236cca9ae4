package io.ebsnap.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which part of a snapshot is meant. */
final class PartChoice {

    @ArgGroup
    @Nullable
    Choice choice;

    /** One of them. */
    static final class Choice {
        @Option(
                names = "--partition",
                paramLabel = "N",
                description = "The file system of this partition; 0 is the whole disk.")
        @Nullable
        Integer partition;

        @Option(
                names = "--logical-volume",
                paramLabel = "VG/LV",
                description = "The file system of this logical volume.")
        @Nullable
        String logicalVolume;
    }

    /** Its name for the daemon; null for the only one. */
    @Nullable
    String name() {
        if (choice == null) {
            return null;
        }
        if (choice.logicalVolume != null) {
            return choice.logicalVolume;
        }
        return choice.partition == null || choice.partition != 0 ? String.valueOf(choice.partition) : "disk";
    }
}
