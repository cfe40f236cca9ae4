package io.ebsnap.files;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.identity.VolumeId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of mounts, in a directory that the next start of the machine empties: of each a record and its scratch. */
final class MountFiles {

    private static final Logger LOG = LoggerFactory.getLogger(MountFiles.class);
    private static final String SUFFIX = ".mount";
    private static final int BYTES_MAX = 32 << 20;

    private final Path directory;

    /** @param directory made if it is not there, for root alone */
    MountFiles(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new Failure.Unavailable("making " + directory + ": " + e.getMessage(), e);
        }
    }

    void put(MountRecord record) {
        DurableFiles.replace(file(record.id()), record.json());
    }

    Optional<MountRecord> find(VolumeId id) {
        try {
            Path file = file(id);
            return Optional.of(MountRecord.parse(file.toString(), DurableFiles.read(file, BYTES_MAX)));
        } catch (Failure.NotFound none) {
            return Optional.empty();
        }
    }

    ScratchFile scratch(VolumeId id) {
        return ScratchFile.open(directory, id.value());
    }

    /** The record goes last: what it names is not left behind. */
    void remove(VolumeId id) {
        ScratchFile.remove(directory, id.value());
        DurableFiles.remove(file(id));
    }

    /** Of which mounts anything is there. */
    List<VolumeId> all() {
        List<VolumeId> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                int dot = name.indexOf('.');
                String id = dot < 0 ? name : name.substring(0, dot);
                if (VolumeId.isValid(id)) {
                    found.add(new VolumeId(id));
                } else {
                    LOG.warn("mount-file-unknown file={}: left", file);
                }
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("reading " + directory + ": " + e.getMessage(), e);
        }
        return found.stream().distinct().sorted().toList();
    }

    private Path file(VolumeId id) {
        return directory.resolve(id + SUFFIX);
    }
}
