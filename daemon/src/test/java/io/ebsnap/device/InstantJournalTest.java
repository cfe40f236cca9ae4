package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.jnr.JnrLinux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstantJournalTest {

    @TempDir
    private Path directory = Path.of("/");

    private InstantJournal journal() {
        return new InstantJournal(directory, JnrLinux.load().durability());
    }

    @Test
    void noteThatIsBeingWrittenIsNoNoteAndStays() throws IOException {
        InstantJournal journal = journal();
        InstantJournal.Note note = journal.write(Machine.SNAPSHOT, "frozen", Path.of("/srv"));
        Path half = Files.createFile(directory.resolve(Machine.SNAPSHOT + ".1.half"));
        assertThat(journal.notes()).containsExactly(note);
        journal.forget(Path.of("/srv"));
        assertThat(half).exists();
    }

    @Test
    void whatACrashHasLeftHalfWrittenGoesAtTheNextStart() throws IOException {
        Path half = Files.createFile(directory.resolve(Machine.SNAPSHOT + ".0.half"));
        assertThat(journal().notes()).isEmpty();
        assertThat(half).doesNotExist();
    }
}
