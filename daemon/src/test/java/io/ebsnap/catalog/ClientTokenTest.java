package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** By what second tries are known. */
class ClientTokenTest {

    private static final ClientToken TOKEN = ClientToken.of("CreateVolume", "t", new byte[] {1});

    @Test
    void tokenIsOfAnActionAndRequestsAreToldApart() {
        assertThat(ClientToken.of("CreateVolume", "t", new byte[] {1})).isEqualTo(TOKEN);
        ClientToken other = ClientToken.of("CreateVolume", "t", new byte[] {2});
        assertThat(other.digest()).isEqualTo(TOKEN.digest());
        assertThat(other).isNotEqualTo(TOKEN);
        assertThat(ClientToken.of("CopyVolumes", "t", new byte[] {1}).digest()).isNotEqualTo(TOKEN.digest());
        assertThat(ClientToken.of("CreateVolume", "T", new byte[] {1}).digest()).isNotEqualTo(TOKEN.digest());
    }

    /** Records have them: another release must make the same. */
    @Test
    void digestsAreWhatTheyWere() {
        assertThat(TOKEN)
                .isEqualTo(new ClientToken("a29e5f193b1642d020e7d6fe4fab07ad", "4bf5122f344554c53bde2ebb8cd2b7e3"));
    }

    @Test
    void tokenStandsForADay() {
        Instant ordered = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(ClientToken.isKept(ordered, ordered.plus(ClientToken.KEPT).minusMillis(1)))
                .isTrue();
        assertThat(ClientToken.isKept(ordered, ordered.plus(ClientToken.KEPT))).isFalse();
        assertThat(ClientToken.isKept(ordered, ordered.minusSeconds(1)))
                .as("somebody has set the clock")
                .isTrue();
    }
}
