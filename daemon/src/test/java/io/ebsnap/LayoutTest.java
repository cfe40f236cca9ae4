package io.ebsnap;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packages form levels, and an arrow only points down: {@code docs/architecture.md}. */
class LayoutTest {

    private static final String BASE = "io.ebsnap.";

    /** From bottom to top; packages of one set are on one level and do not see each other. */
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("geometry", "identity", "failure", "flight"),
            Set.of("crypto", "compress", "format", "file", "task", "socket", "partition"),
            Set.of("store", "catalog"),
            Set.of("kms", "chunk", "audit"),
            Set.of("blockmap", "bin", "access", "tagging"),
            Set.of("device", "lock", "volume", "tracking"),
            Set.of("snapshot", "restore", "check", "event"),
            Set.of("exchange", "remote", "tiering", "files", "direct"),
            Set.of("image"),
            Set.of("lifecycle"),
            Set.of("pipeline"),
            Set.of("nbd", "attach", "account", "control", "config", "metrics", "aws"),
            Set.of("service"));

    /** Arrows between packages of one level, and between a package and what implements it, each with its reason. */
    private static final Set<String> ALLOWED = Set.of(
            // The catalog is kept as objects of a store.
            "catalog -> store",
            // A compressor's native library is a file of ours.
            "compress -> file",
            // The kernel's NBD driver is a client of an NBD server.
            "attach -> nbd",
            // A volume is a device with a name.
            "volume -> device",
            // A managed volume knows what changed in it.
            "volume -> tracking",
            // What changed is asked of a device.
            "tracking -> device",
            // What AWS's own tools ask for is asked of the actions of the control protocol.
            "aws -> control",
            // The services of AWS speak the query protocol; its listener looks who has signed.
            "aws.ec2 -> aws.query",
            "aws.sts -> aws.query",
            "aws.http -> aws.signature",
            // EBS, DLM and Recycle Bin are told by method and path, and speak JSON, as KMS does.
            "aws.ebs -> aws.rest",
            "aws.ebs -> aws.json",
            "aws.rbin -> aws.rest",
            "aws.rbin -> aws.json",
            "aws.dlm -> aws.rest",
            "aws.dlm -> aws.json",
            "aws.rest -> aws.json",
            "aws.kms -> aws.json",
            // The RocksDB of the catalog's view holds the chunk index too, so that one file system call makes both
            // durable.
            "catalog.rocks -> chunk");

    private static final JavaClasses CLASSES = classes();

    @Test
    void arrowsBetweenPackagesOnlyPointDown() {
        Map<String, Integer> levels = levels();
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = packageOf(type);
                String to = packageOf(dependency.getTargetClass().getBaseComponentType());
                if (levels.containsKey(noun(from)) && levels.containsKey(noun(to)) && !mayPoint(levels, from, to)) {
                    wrong.add(from + " -> " + to + " (" + dependency.getDescription() + ")");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyPackageHasALevel() {
        Set<String> nouns = CLASSES.stream()
                .filter(type -> type.getPackageName().startsWith(BASE))
                .map(type -> noun(packageOf(type)))
                .filter(noun -> !noun.equals("linux") && !noun.equals("api"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(levels().keySet()).containsAll(nouns);
    }

    @Test
    void librariesStayBehindTheirOnePackage() {
        Map<String, Set<String>> homes = Map.of(
                "org.rocksdb", Set.of("catalog.rocks"),
                "org.bouncycastle", Set.of("crypto", "nbd"),
                "net.jpountz", Set.of("compress"),
                "org.eclipse.jetty", Set.of("aws.http"),
                "com.github.luben", Set.of("compress"),
                "jnr", Set.of("linux.jnr"));
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getPackageName();
                homes.forEach((library, allowed) -> {
                    if ((target + ".").startsWith(library + ".") && !allowed.contains(packageOf(type))) {
                        wrong.add(packageOf(type) + " uses " + library);
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Only names are looked at, so classes of libraries need not be read, which takes most of the time. */
    private static JavaClasses classes() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.ebsnap");
    }

    private static boolean mayPoint(Map<String, Integer> levels, String from, String to) {
        boolean inside = noun(from).equals(noun(to)) && !to.contains(".");
        boolean down = levels.getOrDefault(noun(to), 0) < levels.getOrDefault(noun(from), 0);
        boolean hidden = to.contains(".") && !noun(from).equals("service");
        return inside
                || from.equals(to)
                || (down && !hidden)
                || ALLOWED.contains(from + " -> " + to)
                || ALLOWED.contains(noun(from) + " -> " + to);
    }

    private static Map<String, Integer> levels() {
        Map<String, Integer> levels = new HashMap<>();
        for (int level = 0; level < LEVELS.size(); level++) {
            for (String noun : LEVELS.get(level)) {
                levels.put(noun, level);
            }
        }
        return levels;
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(BASE) ? name.substring(BASE.length()) : name;
    }

    private static String noun(String packageName) {
        int dot = packageName.indexOf('.');
        return dot < 0 ? packageName : packageName.substring(0, dot);
    }
}
