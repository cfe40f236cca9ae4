import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or applies the one code style of the project.
 *
 * <p>Run from the top of the source tree with {@code check} (exit status 1 when a file differs, and nothing is
 * written) or {@code apply}.
 */
public final class Format {

    private static final JavaFormatterOptions STYLE = JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build();

    private Format() {}

    public static void main(String[] args) throws IOException {
        boolean apply = args[0].equals("apply");
        int wrong = 0;
        for (Path file : sources()) {
            try {
                wrong += format(file, apply) ? 0 : 1;
            } catch (FormatterException e) {
                System.err.println(file + ":" + e.getMessage());
                wrong++;
            }
        }
        if (wrong > 0) {
            System.err.println(
                    wrong + " files differ from the code style" + (apply ? "" : "; scripts/format mends them"));
            System.exit(1);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of(""))) {
            return tree.filter(Format::isSource).sorted().toList();
        }
    }

    private static boolean isSource(Path path) {
        boolean generated = Stream.of("target", ".git")
                .anyMatch(name -> path.startsWith(name) || path.toString().contains("/" + name + "/"));
        return path.toString().endsWith(".java") && !generated;
    }

    /** Whether the file has the style now. */
    private static boolean format(Path file, boolean apply) throws IOException, FormatterException {
        String before = Files.readString(file);
        String imports = ImportOrderer.reorderImports(
                RemoveUnusedImports.removeUnusedImports(before), JavaFormatterOptions.Style.PALANTIR);
        String after = Formatter.createFormatter(STYLE).formatSource(imports);
        if (after.equals(before)) {
            return true;
        }
        System.err.println((apply ? "formatted " : "not formatted: ") + file);
        if (apply) {
            Files.writeString(file, after);
        }
        return apply;
    }
}
