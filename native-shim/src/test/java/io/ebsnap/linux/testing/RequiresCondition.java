package io.ebsnap.linux.testing;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides about {@link Requires}. */
public final class RequiresCondition implements ExecutionCondition {

    private static final ConditionEvaluationResult MET = ConditionEvaluationResult.enabled("the machine has it all");

    private final boolean missingFails;

    /** Made by JUnit. */
    public RequiresCondition() {
        this(System::getenv);
    }

    RequiresCondition(UnaryOperator<String> environment) {
        this.missingFails = "true".equals(environment.apply("CI"));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = context.getElement().stream()
                .flatMap(RequiresCondition::requirements)
                .flatMap(requires -> missing(requires).stream())
                .toList();
        return decide(missing);
    }

    ConditionEvaluationResult decide(List<String> missing) {
        if (missing.isEmpty()) {
            return MET;
        }
        String reason = "needs " + String.join(", ", missing);
        if (missingFails) {
            throw new IllegalStateException(reason + ", and CI=true forbids skipping");
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    /** What stands on the element, on its annotations, and on the classes that a class extends. */
    private static Stream<Requires> requirements(AnnotatedElement element) {
        Stream<Requires> direct = Stream.ofNullable(element.getAnnotation(Requires.class));
        Stream<Requires> composed = Stream.of(element.getAnnotations())
                .flatMap(each -> Stream.ofNullable(each.annotationType().getAnnotation(Requires.class)));
        Stream<Requires> extended = element instanceof Class<?> type && type.getSuperclass() != null
                ? requirements(type.getSuperclass())
                : Stream.empty();
        return Stream.of(direct, composed, extended).flatMap(each -> each);
    }

    /** The kernel lists this process under the user as whom it acts. */
    private static boolean root() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> missing(Requires requires) {
        List<String> missing = new ArrayList<>();
        if (requires.root() && !root()) {
            missing.add("root");
        }
        Stream.of(requires.command())
                .filter(command -> !Commands.exists(command))
                .map(command -> "the command " + command)
                .forEach(missing::add);
        Stream.of(requires.file()).filter(file -> !Files.exists(Path.of(file))).forEach(missing::add);
        Stream.of(requires.fileSystem())
                .filter(type -> !mountable(type))
                .map(type -> "a kernel with " + type)
                .forEach(missing::add);
        return missing;
    }

    private static boolean mountable(String type) {
        return known(type) || (Commands.exists("modprobe") && Commands.succeeds("modprobe", type) && known(type));
    }

    private static boolean known(String type) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/filesystems"))) {
            return lines.anyMatch(line -> line.strip().equals(type) || line.endsWith("\t" + type));
        } catch (IOException e) {
            return false;
        }
    }
}
