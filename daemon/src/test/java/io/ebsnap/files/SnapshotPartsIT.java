package io.ebsnap.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.partition.Partition;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.ForwardingDataPlane;
import io.ebsnap.volume.MemoryDataPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others have made is found where they say that it is. */
class SnapshotPartsIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Requires(command = "sfdisk")
    void partitionsOfBothTablesAreThoseThatSfdiskHasMade() throws IOException {
        String gpt = "label: gpt\nsize=1M,type=U\nstart=8192,size=3M,type=L\nsize=2M,type=V\n";
        assertThat(parts("gpt.img", gpt)).containsExactly("1 EFI system", "2 Linux", "3 Linux LVM");
        String mbr = "label: dos\nsize=1M,type=83\nsize=6M,type=5\nsize=1M,type=82\nsize=1M,type=83\nsize=1M,type=c\n";
        assertThat(parts("mbr.img", mbr)).containsExactly("1 Linux", "3 Linux swap", "4 Linux", "5 FAT32");
    }

    private List<String> parts(String name, String script) throws IOException {
        Path image = folder.resolve(name);
        Commands.run("truncate", "-s", "16M", image.toString());
        Path lines = Files.writeString(folder.resolve(name + ".sfdisk"), script);
        Commands.run("sh", "-c", "sfdisk -q " + image + " < " + lines);
        List<String> offsets = Commands.run("sh", "-c", "sfdisk -d " + image + " | grep start= | grep -v type=5")
                .lines()
                .map(line -> line.replaceAll(".*start= *([0-9]+), size= *([0-9]+).*", "$1 $2"))
                .toList();
        List<SnapshotPart> parts = SnapshotParts.of(plane(image));
        assertThat(parts.stream()
                        .map(part -> part.stretches().getFirst())
                        .map(stretch -> stretch.origins().getFirst() / 512 + " " + stretch.length() / 512))
                .containsExactlyElementsOf(offsets);
        return parts.stream().map(part -> part.name() + " " + part.type()).toList();
    }

    @Test
    @Requires(command = {"blkid", "mkfs.ext4", "mkfs.xfs", "mkfs.btrfs", "mkswap"})
    void fileSystemsAreWhatBlkidSaysThatTheyAre() throws IOException {
        List<List<String>> makers = List.of(
                List.of("mkfs.ext2", "-q", "-L", "old"),
                List.of("mkfs.ext3", "-q"),
                List.of("mkfs.ext4", "-q", "-L", "sixteen letters!"),
                List.of("mkfs.xfs", "-q", "-L", "twelve chars"),
                List.of("mkfs.btrfs", "-q", "-L", "a btrfs"),
                List.of("mkswap", "-L", "swap"));
        for (List<String> maker : makers) {
            Path image = folder.resolve(maker.getFirst());
            Commands.run("truncate", "-s", "320M", image.toString());
            List<String> command = new ArrayList<>(maker);
            command.add(image.toString());
            Commands.run(command.toArray(String[]::new));
            FileSystem found =
                    SnapshotParts.of(plane(image)).getFirst().fileSystem().orElseThrow();
            assertThat(found)
                    .as(maker.getFirst())
                    .isEqualTo(new FileSystem(blkid(image, "TYPE"), blkid(image, "LABEL"), blkid(image, "UUID")));
        }
    }

    private static String blkid(Path image, String tag) {
        return Commands.attempt("blkid", "-p", "-o", "value", "-s", tag, image.toString())
                .output();
    }

    @Test
    @Requires(
            root = true,
            command = {"lvm", "losetup"},
            file = "/dev/loop-control")
    void logicalVolumesLieWhereLvmSaysThatTheyDo() throws IOException {
        Path image = folder.resolve("pvs.img");
        Commands.run("truncate", "-s", "128M", image.toString());
        String script = """
                set -e
                a=$(losetup --find --show --offset 1048576 --sizelimit 50331648 "$1")
                b=$(losetup --find --show --offset 67108864 --sizelimit 50331648 "$1")
                trap 'losetup -d $a $b' EXIT
                run() { c=$1; shift; lvm $c --driverloaded n --config "devices{use_devicesfile=0 filter=[\\"a|^$a\\$|\\",\\"a|^$b\\$|\\",\\"r|.*|\\"]} backup{backup=0 archive=0}" "$@" 2>/dev/null; }
                run pvcreate -qq -y $a $b; run vgcreate -qq parts-vg $a $b
                n='-qq -an --zero n -Wn -y'
                run lvcreate $n -L 8M -n one parts-vg $a; run lvcreate $n -L 4M -n gap parts-vg $a
                run lvcreate $n -i 2 -I 64k -L 16M -n striped parts-vg; run lvextend -qq -L 12M parts-vg/one $a
                run lvremove -qq -y parts-vg/gap
                """;
        Commands.run("sh", "-c", script, "sh", image.toString());
        VolumeGroups groups = new VolumeGroups();
        DataPlane disk = plane(image);
        for (long at : List.of(1L << 20, 64L << 20)) {
            Partition place = new Partition(1, "pv", at, 48 << 20);
            groups.add(place, SnapshotParts.bytes(new PartPlane(disk, List.of(Stretch.of(at, place.length())))));
        }
        List<LogicalVolume> volumes = groups.volumes();
        assertThat(volumes).extracting(LogicalVolume::name).containsExactly("parts-vg/one", "parts-vg/striped");
        assertThat(volumes).allSatisfy(volume -> assertThat(volume.problem()).isEmpty());
        // Extents of 4 MiB that begin 1 MiB into each: 0 and 1, then the one behind gap and behind the first half of
        // striped.
        long first = (1L << 20) + (1 << 20);
        long second = (64L << 20) + (1 << 20);
        assertThat(volumes.getFirst().stretches())
                .containsExactly(Stretch.of(first, 8 << 20), Stretch.of(first + (20L << 20), 4 << 20));
        assertThat(volumes.getLast().stretches())
                .containsExactly(new Stretch(16 << 20, 65_536, List.of(first + (12L << 20), second)));
    }

    @Test
    void whatIsNoTableIsOnePartOfNothing() {
        assertThat(SnapshotParts.of(new MemoryDataPlane("snap-1", 1 << 20)))
                .singleElement()
                .satisfies(part -> {
                    assertThat(part.name()).isEqualTo("disk");
                    assertThat(part.isMountable()).isFalse();
                });
    }

    private static DataPlane plane(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        long size = channel.size();
        return new ForwardingDataPlane(new MemoryDataPlane("snap-1", 1)) {
            @Override
            public long sizeBytes() {
                return size;
            }

            @Override
            public void read(long offset, ByteBuffer target) {
                try {
                    for (long at = offset; target.hasRemaining(); ) {
                        int count = channel.read(target, at);
                        assertThat(count).isPositive();
                        at += count;
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
