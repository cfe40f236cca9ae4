package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.ApiError;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.ImagePipeline;
import io.ebsnap.api.ImagePipelineExecution;
import io.ebsnap.api.ImagePipelineExecutionList;
import io.ebsnap.api.ImagePipelineList;
import io.ebsnap.api.ImagePipelineRequest.ListImagePipelineExecutions;
import io.ebsnap.api.ImagePipelineRequest.ListImagePipelines;
import io.ebsnap.api.ImagePipelineRequest.StartImagePipelineExecution;
import io.ebsnap.api.Request;
import io.ebsnap.api.StartedTask;
import io.ebsnap.api.Task;
import io.ebsnap.api.TaskList;
import io.ebsnap.api.TaskProgress;
import io.ebsnap.api.TaskRequest.DescribeTasks;
import io.ebsnap.api.TaskState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the commands about image pipelines ask, and what they print. */
class ImagePipelineCommandsTest extends CommandsFixture {

    private static final Instant TIME = Instant.parse("2026-11-29T03:00:00Z");
    private static final String TASK = "task-0123456789abcdef0";
    private static final String FAILED = "execution-0123456789abcdef1";

    private static ImagePipelineExecution available() {
        return new ImagePipelineExecution(
                "execution-0123456789abcdef0",
                "web",
                7,
                "available",
                null,
                true,
                "ami-0123456789abcdef0",
                true,
                "ami-0123456789abcdef1",
                TIME,
                TIME,
                TIME.plusSeconds(80),
                null,
                null);
    }

    private static ImagePipelineExecution failed(@Nullable String output) {
        return new ImagePipelineExecution(
                FAILED,
                "web",
                8,
                "failed",
                "the test hook failed: exit status 3: it is broken\nand more",
                false,
                "ami-0123456789abcdef2",
                false,
                "ami-0123456789abcdef0",
                null,
                TIME,
                TIME.plusSeconds(60),
                null,
                output);
    }

    private static Task task(TaskState state, @Nullable ApiError error) {
        return new Task(
                TASK,
                "image-build",
                List.of("version 8 of image pipeline web"),
                state,
                TIME,
                TIME.plusSeconds(60),
                new TaskProgress("running the test hook", "steps", 6, 4, 0, null),
                null,
                error);
    }

    private static Record answer(Request<?> request, Task task) {
        return switch (request) {
            case StartImagePipelineExecution _ -> new StartedTask(TASK);
            case DescribeTasks _ -> new TaskList(List.of(task));
            case ListImagePipelineExecutions list ->
                FAILED.equals(list.imagePipeline())
                        ? new ImagePipelineExecutionList(List.of(failed("one\ntwo\n")))
                        : new ImagePipelineExecutionList(List.of(failed(null), available()));
            case ListImagePipelines _ ->
                new ImagePipelineList(List.of(
                        new ImagePipeline(
                                "web",
                                "/etc/ebsnap/policies.d/web.pipeline.toml",
                                "A web server",
                                "ENABLED",
                                null,
                                "cron 0 3 * * SUN Z",
                                TIME,
                                7,
                                "ami-0123456789abcdef0",
                                3),
                        new ImagePipeline("bad", "/f", "", "ERROR", "/f: x is wrong", null, null, null, null, 0)));
            default -> throw new AssertionError(request);
        };
    }

    private List<Request<?>> asked(String... arguments) throws IOException {
        return asked(request -> answer(request, task(TaskState.COMPLETED, null)), arguments);
    }

    private String shown(String... arguments) throws IOException {
        return shown(request -> answer(request, task(TaskState.COMPLETED, null)), arguments);
    }

    @Test
    void listsShowWhatIsCurrentAndWhatHasFailed() throws IOException {
        assertGolden("image-builds.txt", shown("image", "builds"));
        assertGolden("image-builds.json", shown("image", "builds", "web", "-o", "json"));
        assertGolden("image-builds-one.txt", shown("image", "builds", FAILED));
        assertGolden("image-pipelines.txt", shown("image", "pipelines"));
        assertThat(asked("image", "builds", "web")).containsExactly(new ListImagePipelineExecutions("web"));
        assertThat(asked("image", "builds")).containsExactly(new ListImagePipelineExecutions(null));
        assertThat(asked("image", "pipelines")).containsExactly(new ListImagePipelines());
    }

    @Test
    void aBuildIsWaitedForAndItsVersionShown() throws IOException {
        assertGolden("image-build.txt", shown("image", "build", "web"));
        assertThat(asked("image", "build", "web", "--no-wait")).containsExactly(new StartImagePipelineExecution("web"));
        assertThat(shown("image", "build", "web", "--no-wait")).startsWith(TASK);
    }

    @Test
    void aBuildThatFailsSaysWhy() throws IOException {
        ApiError error = new ApiError("IncorrectState", ErrorKind.CONFLICT, "the test hook failed", "look");
        try (FakeDaemon daemon = daemon(request -> answer(request, task(TaskState.FAILED, error)))) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("image", "build", "web")).isEqualTo(ExitCode.CONFLICT);
            assertThat(cli.err()).contains("the test hook failed", "look");
        }
    }
}
