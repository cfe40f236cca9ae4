package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.SnapshotFileChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the comparison of two trees says is what was changed between them. */
class TreeComparisonTest {

    private static final int FILES = 60;
    private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);

    @TempDir
    private Path folder = Path.of("");

    private enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }

    /** A file of the model. */
    private record Node(Kind kind, String content, String mode, FileTime time) {
        Node withContent(String other) {
            return new Node(kind, other, mode, time);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyChangeIsToldAndNothingElse(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, Node> before = tree(random);
        Map<String, Node> after = changed(before, random);
        Path old = materialised("old", before);
        Path now = materialised("now", after);
        for (boolean content : new boolean[] {false, true}) {
            assertThat(compared(old, now, content))
                    .as("seed %d, content %s", seed, content)
                    .containsExactlyInAnyOrderElementsOf(expected(before, after, content));
        }
        assertThat(compared(old, old, true)).isEmpty();
    }

    @Test
    void aPathIsComparedAloneAndOneThatIsOnOneSideOnlyAsAWhole() throws IOException {
        Path old = folder.resolve("a/etc");
        Files.createDirectories(old.resolve("x"));
        Files.writeString(old.resolve("x/f"), "1");
        Files.createDirectories(folder.resolve("b"));
        assertThat(compared(folder.resolve("a"), folder.resolve("b"), "/etc/x"))
                .containsExactlyInAnyOrder("/etc/x removed", "/etc/x/f removed");
        assertThat(compared(folder.resolve("b"), folder.resolve("a"), "etc/x/f"))
                .containsExactly("/etc/x/f added");
        assertThatThrownBy(() -> compared(folder.resolve("a"), folder.resolve("b"), "/other"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("neither");
    }

    @Test
    void linksAreNotFollowedOnTheWayToAPath() throws IOException {
        Path root = Files.createDirectories(folder.resolve("r"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("/etc"));
        MountedFiles files = new MountedFiles("snap-1", root);
        assertThatThrownBy(() -> files.require("/link/passwd"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("symbolic link to /etc");
        assertThat(files.facts(files.require("/link")).type()).isEqualTo("symlink");
        assertThatThrownBy(() -> files.require("/../etc/passwd")).hasMessageContaining("upwards");
        assertThatThrownBy(() -> files.require("/a/b")).hasMessageContaining("has no /a/b");
        assertThat(files.require("/")).isEqualTo(root);
        assertThat(files.shown(root)).isEqualTo("/");
    }

    private static Map<String, Node> tree(Random random) {
        Map<String, Node> tree = new TreeMap<>();
        for (int i = 0; i < FILES; i++) {
            List<String> directories = new ArrayList<>(List.of(""));
            tree.forEach((path, node) -> {
                if (node.kind() == Kind.DIRECTORY) {
                    directories.add(path);
                }
            });
            String parent = directories.get(random.nextInt(directories.size()));
            tree.put(parent + "/" + "n\u00e4me\n" + i, node(random, Kind.values()[random.nextInt(3)]));
        }
        return tree;
    }

    private static Node node(Random random, Kind kind) {
        String mode = random.nextBoolean() ? "rwxr-x---" : "rwx------";
        return new Node(kind, "content " + random.nextInt(1000), kind == Kind.LINK ? "rwxrwxrwx" : mode, TIME);
    }

    private static Map<String, Node> changed(Map<String, Node> before, Random random) {
        Map<String, Node> after = new TreeMap<>();
        before.forEach((path, node) -> {
            Node parent = after.get(parent(path));
            if (parent(path).isEmpty() || (parent != null && parent.kind() == Kind.DIRECTORY)) {
                Node changed = changed(node, random);
                if (changed != null) {
                    after.put(path, changed);
                }
            }
        });
        List<String> directories = after.entrySet().stream()
                .filter(entry -> entry.getValue().kind() == Kind.DIRECTORY)
                .map(Map.Entry::getKey)
                .toList();
        for (int i = 0; i < 5; i++) {
            String parent = directories.isEmpty() ? "" : directories.get(random.nextInt(directories.size()));
            after.put(parent + "/new" + i, node(random, Kind.values()[random.nextInt(3)]));
        }
        return after;
    }

    private static @Nullable Node changed(Node node, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> node(random, Kind.values()[random.nextInt(3)]);
            case 2 -> node.withContent(node.content() + "!");
            // Of the same length and time: only reading tells.
            case 3 -> node.withContent(node.content().replace('n', 'm'));
            case 4 -> new Node(node.kind(), node.content(), node.mode(), FileTime.fromMillis(1_600_000_000_000L));
            default -> node;
        };
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static List<String> expected(Map<String, Node> before, Map<String, Node> after, boolean content) {
        Map<String, String> expected = new TreeMap<>();
        before.forEach((path, was) -> {
            Node is = after.get(path);
            String changes = is == null ? "removed" : changes(was, is, content);
            if (!changes.isEmpty()) {
                expected.put(path, changes);
            }
        });
        after.keySet().stream().filter(path -> !before.containsKey(path)).forEach(path -> expected.put(path, "added"));
        return expected.entrySet().stream()
                .map(entry -> entry.getKey().replace("\n", "\\n") + " " + entry.getValue())
                .toList();
    }

    private static String changes(Node was, Node is, boolean content) {
        List<String> changes = new ArrayList<>();
        if (was.kind() != is.kind()) {
            changes.add("type");
        } else if (was.kind() != Kind.DIRECTORY) {
            boolean differs = was.content().length() != is.content().length()
                    || !was.time().equals(is.time())
                    || ((content || was.kind() == Kind.LINK) && !was.content().equals(is.content()));
            if (differs) {
                changes.add("modified");
            }
        }
        if (!was.mode().equals(is.mode()) && was.kind() != Kind.LINK && is.kind() != Kind.LINK) {
            changes.add("mode");
        }
        return String.join(",", changes);
    }

    private Path materialised(String name, Map<String, Node> tree) throws IOException {
        Path root = Files.createDirectory(folder.resolve(name));
        for (Map.Entry<String, Node> entry : tree.entrySet()) {
            Path path = root.resolve(entry.getKey().substring(1));
            Node node = entry.getValue();
            switch (node.kind()) {
                case FILE -> Files.writeString(path, node.content(), StandardCharsets.UTF_8);
                case DIRECTORY -> Files.createDirectory(path);
                case LINK -> Files.createSymbolicLink(path, Path.of(node.content()));
            }
            if (node.kind() != Kind.LINK) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(node.mode()));
            }
            Objects.requireNonNull(
                            Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS))
                    .setTimes(node.time(), null, null);
        }
        return root;
    }

    private static List<String> compared(Path old, Path now, String path) {
        List<String> told = new ArrayList<>();
        new TreeComparison(
                        new MountedFiles("snap-1", old),
                        new MountedFiles("snap-2", now),
                        false,
                        change -> told.add(line(change)))
                .compare(path);
        return told;
    }

    private static List<String> compared(Path old, Path now, boolean content) {
        List<String> told = new ArrayList<>();
        new TreeComparison(
                        new MountedFiles("snap-1", old),
                        new MountedFiles("snap-2", now),
                        content,
                        change -> told.add(line(change)))
                .compare("/");
        return told;
    }

    private static String line(SnapshotFileChange change) {
        return change.path() + " " + String.join(",", change.changes());
    }
}
