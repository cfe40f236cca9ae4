package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.RecycleBinRequest.RestoreImageFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreSnapshotFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreVolumeFromRecycleBin;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.failure.Failure;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Failures have the codes that EC2 gives them, where they depend on what was asked for. */
final class ErrorAnswersTest {

    private final ErrorAnswers answers = new ErrorAnswers(new Random(1));

    private String code(Failure failure, Request<?> request) {
        return answers.of(failure, request).code();
    }

    @Test
    void aSnapshotThatIsNeededIsInUse() {
        DeleteSnapshot delete = new DeleteSnapshot("snap-1", false);
        assertThat(code(new Failure.Conflict("an image uses it"), delete)).isEqualTo("InvalidSnapshot.InUse");
        assertThat(code(new Failure.NotFound("none"), delete)).isEqualTo("InvalidSnapshot.NotFound");
    }

    @Test
    void whatCannotComeBackSaysWhy() {
        RestoreImageFromRecycleBin image = new RestoreImageFromRecycleBin("ami-1");
        assertThat(code(new Failure.NotFound("none"), image)).isEqualTo("InvalidAMIID.NotFound");
        assertThat(code(new Failure.Conflict("the name is taken"), image)).isEqualTo("InvalidAMIName.Duplicate");
        assertThat(code(new Failure.Unavailable("a snapshot is gone", null), image))
                .isEqualTo("InvalidAMIID.Unavailable");
        assertThat(code(new Failure.NotFound("none"), new RestoreSnapshotFromRecycleBin("snap-1")))
                .isEqualTo("InvalidSnapshot.NotFound");
        assertThat(code(new Failure.NotFound("none"), new RestoreVolumeFromRecycleBin("vol-1")))
                .isEqualTo("InvalidVolume.NotFound");
    }
}
