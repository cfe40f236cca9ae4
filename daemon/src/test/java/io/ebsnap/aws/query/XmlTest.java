package io.ebsnap.aws.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What is written is XML that others read, whatever is in it. */
class XmlTest {

    @Test
    void elementsListsAndTimes() {
        byte[] xml = new Xml()
                .root("R", "urn:x")
                .add("a", "1 < 2 & \"3\" > 0")
                .add("none", null)
                .add("time", Instant.parse("2024-01-01T00:00:00Z"))
                .list("empty", List.of(), (item, out) -> {})
                .list("set", List.of(1, 2), (item, out) -> out.add("n", item))
                .bytes();
        assertThat(new String(xml, StandardCharsets.UTF_8))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R xmlns=\"urn:x\">"
                        + "<a>1 &lt; 2 &amp; &quot;3&quot; &gt; 0</a><time>2024-01-01T00:00:00.000Z</time><empty/>"
                        + "<set><item><n>1</n></item><item><n>2</n></item></set></R>");
    }

    @Test
    void everyTextComesThroughOrIsReplaced() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int character = 0; character < 0x3000; character++) {
            all.appendCodePoint(character);
        }
        all.append("\ud800x\uffff").appendCodePoint(0x1f600);
        byte[] xml = new Xml().root("R", "urn:x").add("a", all.toString()).bytes();
        Document parsed =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        String read = parsed.getDocumentElement().getTextContent();
        assertThat(read).hasSize(all.length()).contains("\r").endsWith("\ufffdx\ufffd\ud83d\ude00");
    }
}
