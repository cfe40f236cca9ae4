package io.ebsnap.aws.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.aws.AwsFault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forms become values within bounds, and anything else one of EC2's errors. */
class ParametersTest {

    private static Parameters of(String form) {
        return Form.parse(form.getBytes(StandardCharsets.UTF_8));
    }

    private static String code(ThrowingCallable call) {
        return catchThrowableOfType(AwsFault.class, call).code();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    @Test
    void valuesAreReadByTheirTypes() {
        Parameters in = of("A=x+y%26%C3%A4&B=true&N=7&T=2030-01-01T00:00:00Z&U=2030-01-01T01:00:00.500%2B01:00&E=");
        assertThat(in.required("A")).isEqualTo("x y&\u00e4");
        assertThat(in.flag("B")).isTrue();
        assertThat(in.flag("C")).isNull();
        assertThat(in.number("N", 1, 7)).isEqualTo(7);
        assertThat(in.time("T")).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
        assertThat(in.time("U")).isEqualTo(Instant.parse("2030-01-01T00:00:00.500Z"));
        assertThat(in.text("E")).isEmpty();
        assertThat(in.has("E")).isTrue();
        in.requireUnderstood();
    }

    @Test
    void listsAreInTheOrderOfTheirNumbers() {
        Parameters in = of(
                "Id.10=j&Id.2=b&Id.1=a&IdX.1=z&Filter.1.Name=n&Filter.1.Value.1=v&Filter.1.Value.2=w"
                        + "&TagSpecification.1.Tag.1.Key=k&TagSpecification.1.Tag.1.Value=&TagSpecification.1.ResourceType=snapshot");
        assertThat(in.texts("Id")).containsExactly("a", "b", "j");
        Parameters filter = in.groups("Filter").getFirst();
        assertThat(filter.required("Name")).isEqualTo("n");
        assertThat(filter.texts("Value")).containsExactly("v", "w");
        Parameters specification = in.groups("TagSpecification").getFirst();
        assertThat(specification.text("ResourceType")).isEqualTo("snapshot");
        assertThat(specification.groups("Tag").getFirst().text("Value")).isEmpty();
        assertThat(code(in::requireUnderstood)).isEqualTo("UnknownParameter");
    }

    @Test
    void whatIsWrongHasEc2sCodes() {
        assertThat(code(() -> of("A=").required("A"))).isEqualTo("MissingParameter");
        assertThat(code(() -> of("A=yes").flag("A"))).isEqualTo("InvalidParameterValue");
        assertThat(code(() -> of("A=0").number("A", 1, 2))).isEqualTo("InvalidParameterValue");
        assertThat(code(() -> of("A=99999999999").number("A", 1, 2))).isEqualTo("InvalidParameterValue");
        assertThat(code(() -> of("A=today").time("A"))).isEqualTo("InvalidParameterValue");
        assertThat(code(() -> of("A=1&A=2"))).isEqualTo("MalformedQueryString");
        assertThat(code(() -> of("A=%zz"))).isEqualTo("MalformedQueryString");
        assertThat(code(() -> of("=1"))).isEqualTo("MalformedQueryString");
        assertThat(code(() -> Form.parse(new byte[] {'A', '=', (byte) 0xff}))).isEqualTo("MalformedQueryString");
    }

    @Test
    void everythingHasABound() {
        assertThat(code(() -> of("A".repeat(Form.NAME_CHARS_MAX + 1) + "=1"))).isEqualTo("MalformedQueryString");
        assertThat(code(() -> of("A=" + "1".repeat(Form.VALUE_CHARS_MAX + 1)))).isEqualTo("MalformedQueryString");
        assertThat(code(() -> of("A" + ".1".repeat(Form.DEPTH_MAX + 1) + "=1"))).isEqualTo("MalformedQueryString");
        StringBuilder many = new StringBuilder("X=1");
        for (int i = 1; i <= Form.PARAMETERS_MAX; i++) {
            many.append("&Id.").append(i).append("=1");
        }
        assertThat(code(() -> of(many.toString()))).isEqualTo("MalformedQueryString");
        assertThat(code(() -> of(many.substring(0, many.lastIndexOf("&"))).texts("Id")))
                .isEqualTo("RequestResourceCountExceeded");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyBytesAreAFormOrAFault(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[random.nextInt(200)];
        String alphabet = "A1.%=&+\u00e4";
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        try {
            Parameters in = Form.parse(bytes);
            assertThat(in.texts("A")).isNotNull();
        } catch (AwsFault e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }
}
