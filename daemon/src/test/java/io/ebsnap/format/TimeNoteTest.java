package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TimeNoteTest {

    private static final TimeNote NOTE = new TimeNote(
            Instant.parse("2026-01-31T23:59:59.123Z"),
            Instant.parse("2026-01-31T23:58:00.001Z"),
            Duration.ofMillis(123_456_789),
            true,
            "01234567-89ab-cdef-0123-456789abcdef");

    @Test
    void aNoteOfVersionOneIsReadAndWrittenAsItWas() throws IOException {
        try (InputStream in = Objects.requireNonNull(TimeNoteTest.class.getResourceAsStream("/golden/time-note-v1"))) {
            byte[] golden = in.readAllBytes();
            assertThat(NOTE.encode()).isEqualTo(golden);
            assertThat(TimeNote.decode(golden)).isEqualTo(NOTE);
        }
    }

    @Test
    void anotherLengthIsCorrupt() {
        assertThatThrownBy(() -> TimeNote.decode(new byte[60])).isInstanceOf(Failure.Corrupt.class);
    }
}
