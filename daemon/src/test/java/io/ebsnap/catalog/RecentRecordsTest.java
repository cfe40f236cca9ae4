package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A record is opened once for the same bytes, and anew for any others. */
class RecentRecordsTest {

    private static final CatalogKind<DataKeyRecord> KIND = CatalogKind.DATA_KEY;

    private final RecentRecords recent = new RecentRecords(2);
    private int opened;

    private DataKeyRecord record(String id, long sequence, int content) {
        CatalogView.Row row = new CatalogView.Row(id, sequence, new byte[] {(byte) content});
        return recent.record(KIND, row, () -> {
                    opened++;
                    return Optional.of(new DataKeyRecord(id, "key", content, "AAAA", Instant.EPOCH));
                })
                .orElseThrow();
    }

    @Test
    void theSameBytesAreOpenedOnce() {
        assertThat(record("a", 1, 7)).isSameAs(record("a", 1, 7));
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void otherBytesAreOpenedWhateverTheirVersionIs() {
        record("a", 1, 7);
        assertThat(record("a", 1, 8).kmsKeyVersion()).isEqualTo(8);
        assertThat(record("a", 2, 8).kmsKeyVersion()).isEqualTo(8);
        assertThat(opened).isEqualTo(3);
    }

    @Test
    void aTombstoneIsNotKept() {
        CatalogView.Row row = new CatalogView.Row("a", 1, new byte[1]);
        assertThat(recent.record(KIND, row, Optional::empty)).isEmpty();
        assertThat(record("a", 1, 0)).isNotNull();
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void onlyTheLatestAreKept() {
        record("a", 1, 1);
        record("b", 1, 1);
        record("a", 1, 1);
        record("c", 1, 1);
        record("a", 1, 1);
        assertThat(opened).isEqualTo(3);
        record("b", 1, 1);
        assertThat(opened).isEqualTo(4);
    }
}
