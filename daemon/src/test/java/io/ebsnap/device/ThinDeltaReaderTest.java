package io.ebsnap.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThinDeltaReaderTest {

    /** As 0.9.0 prints it of two snapshots in a kernel's pool. */
    private static final String OLD = """
            <superblock uuid="" time="2" transaction="3" data_block_size="128" nr_data_blocks="0">
              <diff left="2" right="3">
                <same begin="0" length="100"/>
                <different begin="100" length="3"/>
                <left_only begin="960" length="16"/>
                <right_only begin="3200" length="1"/>
              </diff>
            </superblock>
            """;

    /** As it is printed since 1.0. */
    private static final String NEW = OLD.replace(
            "data_block_size=\"128\" nr_data_blocks=\"0\"",
            "flags=\"1\" version=\"2\" data_block_size=\"128\" nr_data_blocks=\"6400\"");

    private final List<String> said = new ArrayList<>();

    @Test
    void whatOldAndNewVersionsPrintIsReadHoweverItComes() {
        for (String text : List.of(OLD, NEW)) {
            said.clear();
            ThinDeltaReader another = new ThinDeltaReader(recorder());
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                another.take(new byte[] {b}, 1);
            }
            another.end();
            assertThat(said)
                    .containsExactly(
                            "superblock 3 128",
                            "devices 2 3",
                            "SAME 0 100",
                            "DIFFERENT 100 3",
                            "LEFT_ONLY 960 16",
                            "RIGHT_ONLY 3200 1");
        }
    }

    private ThinDeltaReader.Elements recorder() {
        return new ThinDeltaReader.Elements() {
            @Override
            public void superblock(long transaction, long unitSectors) {
                said.add("superblock " + transaction + " " + unitSectors);
            }

            @Override
            public void devices(long left, long right) {
                said.add("devices " + left + " " + right);
            }

            @Override
            public void range(ThinDeltaReader.Kind kind, long begin, long length) {
                said.add(kind + " " + begin + " " + length);
            }
        };
    }

    @Test
    void whatIsCutShortAnywhereIsAnError() {
        byte[] whole = OLD.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            ThinDeltaReader cut = new ThinDeltaReader(recorder());
            cut.take(whole, length);
            assertThatThrownBy(cut::end).isInstanceOf(Failure.Corrupt.class).hasMessageContaining("cut short");
        }
    }

    @Test
    void whatIsNotKnownOrOutOfOrderIsAnError() {
        for (String text : List.of(
                "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>" + OLD,
                "words" + OLD,
                OLD.replace("<same", "&amp;<same"),
                OLD.replace("same", "similar"),
                OLD.replace("begin=\"100\"", "begin=\"99\""),
                OLD.replace("length=\"3\"", "length=\"0\""),
                OLD.replace("length=\"3\"", "length=\"-3\""),
                OLD.replace("length=\"3\"", "length=\"1000000000000000000\""),
                OLD.replace("length=\"3\"/>", "length=\"3\">"),
                OLD.replace("transaction", "translation"),
                OLD.replace("left=\"2\" ", ""),
                OLD.replace("</diff>", ""),
                OLD.replace("<different", "<" + "x".repeat(600)),
                OLD + "<superblock>")) {
            assertThatThrownBy(() -> {
                        ThinDeltaReader another = new ThinDeltaReader(recorder());
                        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                        another.take(bytes, bytes.length);
                        another.end();
                    })
                    .isInstanceOf(Failure.Corrupt.class);
        }
    }
}
