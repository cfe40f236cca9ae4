package io.ebsnap.linux.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequiresConditionTest {

    private final RequiresCondition atHome = new RequiresCondition(name -> "");
    private final RequiresCondition onTheBuildMachine = new RequiresCondition(name -> name.equals("CI") ? "true" : "");

    @Test
    void whatIsMissingSkipsTheTestAndIsTheReason() {
        assertThat(atHome.decide(List.of("root", "the command mkfs.xfs")).isDisabled())
                .isTrue();
        assertThat(atHome.decide(List.of("root", "the command mkfs.xfs")).getReason())
                .hasValue("needs root, the command mkfs.xfs");
    }

    @Test
    void whatIsMissingFailsTheTestOnTheBuildMachine() {
        assertThatIllegalStateException()
                .isThrownBy(() -> onTheBuildMachine.decide(List.of("root")))
                .withMessageContaining("needs root");
    }

    @Test
    void nothingMissingRunsTheTestAnywhere() {
        assertThat(atHome.decide(List.of()).isDisabled()).isFalse();
        assertThat(onTheBuildMachine.decide(List.of()).isDisabled()).isFalse();
    }
}
