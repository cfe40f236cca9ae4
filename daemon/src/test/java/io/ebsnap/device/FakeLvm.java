package io.ebsnap.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * LVM's programs as scripts: a volume group with a thin pool whose volumes are sparse files, since the kernel that runs the tests may have no device
 * mapper. They pass {@code scripts/vm/lvm-contract}, as LVM itself does in the virtual machine.
 */
public final class FakeLvm {

    /** The pool that there is: of 400 MiB. */
    public static final ThinPoolName POOL = new ThinPoolName("vg", "pool");

    public static final String STORE = "1a2b";

    private static final List<String> PROGRAMS = List.of("lvs", "lvcreate", "lvchange", "lvextend", "lvremove");

    /** Of a group there is a directory; of a volume NAME in it a file NAME of shell variables and its bytes, NAME.bytes. */
    private static final String SCRIPT = """
            #!/bin/bash
            program=${0##*/}
            echo "$program $*" >>"$ROOT/calls"
            options=() rest=() tags= name= select= size= active= skip=n type= virtual=
            while [ $# -gt 0 ]; do
                case $1 in
                    --name) name=$2; shift ;;
                    --addtag) tags=$tags${tags:+,}$2; shift ;;
                    --select) select=$2; shift ;;
                    --size|--virtualsize) size=${2%b}; shift ;;
                    --activate) active=$2; shift ;;
                    --setactivationskip) skip=$2; shift ;;
                    --type) type=$2; shift ;;
                    --units|--separator|-o) shift ;;
                    -*) ;;
                    *) rest+=("$1") ;;
                esac
                shift
            done
            subject=${rest[0]}
            group=${subject%%/*}
            volume=${subject#*/}
            home=$ROOT/groups/$group
            nodes=$ROOT/dev/$group
            fail() { echo "  $1" >&2; exit 5; }
            [ -d "$home" ] || { echo "  Volume group \\"$group\\" not found" >&2; fail "Cannot process volume group $group"; }
            mkdir -p "$nodes"
            rounded() { echo $((($1 + 4194303) / 4194304 * 4194304)); }
            known() { [ -e "$home/$1" ] || fail "Failed to find logical volume \\"$group/$1\\""; }
            unused() {
                ! find /proc/[0-9]*/fd -lname "$nodes/$1" 2>/dev/null | grep -q . || fail "Logical volume $group/$1 in use."
            }
            note() { printf 'size=%s\\ntags=%s\\n' "$2" "$3" >"$home/$1"; }
            make() {
                [ ! -e "$home/$name" ] || fail "Logical Volume \\"$name\\" already exists in volume group \\"$group\\""
                . "$home/pool"
                [ "${percent%.*}" -lt 100 ] || fail "Cannot create new thin volume, free space in thin pool $group/pool reached threshold."
                note "$name" "$1" "$tags"
                [ "$skip" = y ] || ln "$home/$name.bytes" "$nodes/$name"
            }
            case $program in
                lvs)
                    case $select in
                        lv_name=\\"*\\"' || 'lv_attr*) one=${select#*\\"}; pattern="^(${one%%\\"*}|pool)$" ;;
                        lv_name=\\"*) one=${select#*\\"}; pattern="^${one%%\\"*}$" ;;
                        lv_name=~*) one=${select#*\\"}; pattern=${one%%\\"*} ;;
                    esac
                    for file in "$home"/*; do
                        one=${file##*/}
                        [[ $one != *.bytes && $one =~ $pattern ]] || continue
                        . "$file"
                        if [ "$one" = pool ]; then
                            echo "  pool|twi-aotz--|419430400|||$percent|$metadata|65536|$zero|$discards|$full"
                        elif [ -e "$nodes/$one" ]; then
                            used=$(($(du -k "$home/$one.bytes" | cut -f 1) * 102400 / (size / 1024)))
                            printf '  %s|Vwi-a-tz--|%s|pool|%s|%d.%02d|||0|1|passdown|\\n' "$one" "$size" "$tags" $((used / 1000)) $((used / 10 % 100)) |
                                sed 's/|||0|1|/||0|0|/'
                        else
                            echo "  $one|Vwi---tz--|$size|pool|$tags|||0|0|passdown|"
                        fi
                    done ;;
                lvcreate)
                    if [ "$type" = thin ]; then
                        known "$volume"
                        . "$home/$volume"
                        [ -e "$home/$name" ] || cp --sparse=always "$home/$volume.bytes" "$home/$name.bytes"
                        make "$size"
                    else
                        size=$(rounded "$size")
                        [ -e "$home/$name" ] || truncate -s "$size" "$home/$name.bytes"
                        make "$size"
                    fi ;;
                lvchange)
                    known "$volume"
                    [ "$volume" != pool ] || exit 0
                    if [ "$active" = y ]; then
                        ln -f "$home/$volume.bytes" "$nodes/$volume"
                    else
                        unused "$volume"
                        rm -f "$nodes/$volume"
                    fi ;;
                lvextend)
                    known "$volume"
                    wanted=$(rounded "$size")
                    . "$home/$volume"
                    [ "$wanted" -gt "$size" ] || fail "New size matches existing size"
                    truncate -s "$wanted" "$home/$volume.bytes"
                    note "$volume" "$wanted" "$tags" ;;
                lvremove)
                    known "$volume"
                    unused "$volume"
                    rm -f "$home/$volume" "$home/$volume.bytes" "$nodes/$volume" ;;
            esac
            """;

    private final Path root;

    /**
     * Makes the programs and the pool.
     *
     * @param root an empty directory
     */
    public FakeLvm(Path root) {
        this.root = root;
        try {
            Files.createDirectories(root.resolve("bin"));
            Files.createDirectories(root.resolve("dev"));
            Files.createDirectories(group());
            String script = SCRIPT.replace("#!/bin/bash\n", "#!/bin/bash\nROOT='" + root + "'\n");
            for (String program : PROGRAMS) {
                Path file = Files.writeString(root.resolve("bin").resolve(program), script);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool(1.5, 10.25, true);
    }

    private Path group() {
        return root.resolve("groups/vg");
    }

    /** From now on the pool is so. */
    public void pool(double dataPercent, double metadataPercent, boolean zeroes) {
        write(
                group().resolve("pool"),
                "percent=" + dataPercent + "\nmetadata=" + metadataPercent + "\nzero=" + (zeroes ? 1 : 0)
                        + "\ndiscards=passdown\nfull=queue\n");
    }

    /** The disk of the volume group goes away, or comes back. */
    public void disk(boolean there) {
        Path away = root.resolve("groups/.away");
        try {
            if (there) {
                Files.move(away, group());
            } else {
                Files.move(group(), away);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The machine boots: nothing is active until somebody activates it. */
    public void boot() {
        names().forEach(name -> {
            try {
                Files.deleteIfExists(devices().resolve("vg").resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The volumes that there are, but for the pool. */
    public List<String> names() {
        try (var files = Files.list(group())) {
            return files.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> !name.endsWith(".bytes") && !name.equals("pool"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a volume, whether it is active or not. */
    public Path bytes(String name) {
        return group().resolve(name + ".bytes");
    }

    /** Takes the tags of a volume away. */
    public void untag(String name) {
        write(group().resolve(name), "size=4194304\ntags=\n");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the programs are. */
    public Path programs() {
        return root.resolve("bin");
    }

    /** Where device nodes are. */
    public Path devices() {
        return root.resolve("dev");
    }

    /** Volumes of one store. */
    public ThinVolumes volumes() {
        return volumesOf(STORE);
    }

    /** Volumes of another one. */
    public ThinVolumes volumesOf(String store) {
        Tools tools = new Tools(List.of(programs()), new Commands(System::nanoTime), Duration.ofMinutes(1));
        return new ThinVolumes(tools, devices(), store);
    }
}
