package io.ebsnap.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.ImageList;
import io.ebsnap.api.ImageRequest.DescribeImages;
import io.ebsnap.api.Request;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** EC2 over what a test answers to requests of the control protocol. */
final class TestEc2 {

    static final String INSTANCE = "i-0123456789abcdef0";

    private final List<Request<?>> asked = new ArrayList<>();
    private final Function<Request<?>, Record> answers;
    private final Ec2Service service;

    TestEc2(Function<Request<?>, Record> answers) {
        this.answers = answers;
        this.service = new Ec2Service(
                new Ec2Facts("local", "127.0.0.1:1", INSTANCE, Instant.EPOCH, () -> List.of("a", "b")),
                new CalledActions(new ErrorAnswers(new Random(1))),
                InstantSource.system());
    }

    /** One that knows no image and refuses everything else. */
    static TestEc2 refusing() {
        return new TestEc2(request -> {
            if (request instanceof DescribeImages) {
                return new ImageList(List.of(), null);
            }
            throw new Failure.Conflict("not now");
        });
    }

    /** The XML that answers a form. */
    String answer(String form) {
        AwsCaller caller = new AwsCaller("000000000000", "", request -> {
            asked.add(request);
            return answers.apply(request);
        });
        AwsRequest request =
                new AwsRequest("POST", "/", "", List.of(), form.getBytes(StandardCharsets.UTF_8), Optional.empty());
        AwsAnswer answer = service.answer(new AwsCall(request, caller, "id-1", () -> {}));
        assertThat(answer.status()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** How a form is refused. */
    AwsFault fault(String form) {
        return catchThrowableOfType(AwsFault.class, () -> answer(form));
    }

    /** What was asked of the control protocol, in that order. */
    List<Request<?>> asked() {
        return List.copyOf(asked);
    }
}
