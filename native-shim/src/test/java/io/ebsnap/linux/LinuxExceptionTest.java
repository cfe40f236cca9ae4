package io.ebsnap.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LinuxExceptionTest {

    @Test
    void theMessageNamesCallObjectOffsetAndError() {
        LinuxException failure = new LinuxException("pread", "/dev/loop3", 4096, 5);
        assertThat(failure).hasMessage("pread /dev/loop3 at 4096: EIO (Input/output error)");
        assertThat(failure.call()).isEqualTo("pread");
        assertThat(failure.object()).isEqualTo("/dev/loop3");
        assertThat(failure.offset()).isEqualTo(4096);
        assertThat(failure.errno()).isEqualTo(Errno.EIO);
        assertThat(failure.errorNumber()).isEqualTo(5);
    }

    @Test
    void aCallWithoutOffsetShowsNone() {
        LinuxException failure = new LinuxException("open", "/dev/sda", Errno.EBUSY.number());
        assertThat(failure).hasMessage("open /dev/sda: EBUSY (Device or resource busy)");
        assertThat(failure.offset()).isEqualTo(LinuxException.NO_OFFSET);
    }

    @Test
    void anErrorWithoutANameShowsItsNumber() {
        LinuxException failure = new LinuxException("ioctl", "/dev/sda", 524);
        assertThat(failure).hasMessage("ioctl /dev/sda: error 524");
        assertThat(failure.errno()).isEqualTo(Errno.UNKNOWN);
        assertThat(failure.errorNumber()).isEqualTo(524);
    }

    @Test
    void noTwoErrorsShareANumber() {
        assertThat(Arrays.stream(Errno.values()).map(Errno::number)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Errno.values())).allMatch(errno -> Errno.of(errno.number()) == errno);
    }
}
