package io.ebsnap.device.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NbdUriTest {

    @ParameterizedTest
    @CsvSource({
        "nbd://host,host,10809,''",
        "nbd://host/,host,10809,''",
        "nbd://host:1234/disk,host,1234,disk",
        "nbd://host:/disk,host,10809,disk",
        "nbd://[::1]:1234/disk,::1,1234,disk",
        "nbd://[fe80::1]/disk,fe80::1,10809,disk",
        "nbd://host//disk,host,10809,/disk",
        "nbd://host/a%20b%2Fc,host,10809,a b/c",
        "nbd://host/%C3%BC,host,10809,ü",
        "nbd://h%6fst/a:b,host,10809,a:b",
    })
    void namesAServerOverTcp(String text, String host, int port, String export) {
        NbdUri uri = NbdUri.parse(text);

        assertThat(uri.server()).isEqualTo(new NbdUri.Tcp(host, port));
        assertThat(uri.export()).isEqualTo(export);
        assertThat(uri).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "nbd+unix:///disk?socket=/run/x,/run/x,disk",
        "nbd+unix:///?socket=/run/x,/run/x,''",
        "nbd+unix://?socket=/run/x,/run/x,''",
        "nbd+unix:////disk?socket=/run/x,/run/x,/disk",
        "nbd+unix:///a%20b?socket=/run/a%20b%3F,/run/a b?,a b",
    })
    void namesAServerOverAUnixSocket(String text, String socket, String export) {
        NbdUri uri = NbdUri.parse(text);

        assertThat(uri.server()).isEqualTo(new NbdUri.Unix(Path.of(socket)));
        assertThat(uri.export()).isEqualTo(export);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/dev/nbd0",
                "nbd:host:1234",
                "nbds://host/disk",
                "nbds+unix:///disk?socket=/run/x",
                "http://host/disk",
                "nbd://",
                "nbd:///disk",
                "nbd://:1234/disk",
                "nbd://host:0/disk",
                "nbd://host:65536/disk",
                "nbd://host:-1/disk",
                "nbd://host:12x/disk",
                "nbd://host:123456789012/disk",
                "nbd://user@host/disk",
                "nbd://[::1/disk",
                "nbd://[::1]x/disk",
                "nbd://host/disk?socket=/run/x",
                "nbd://host/disk#part",
                "nbd://host/%",
                "nbd://host/%4",
                "nbd://host/%zz",
                "nbd://host/%ff",
                "nbd+unix:///disk",
                "nbd+unix:///disk?",
                "nbd+unix:///disk?socket=",
                "nbd+unix:///disk?socket=run/x",
                "nbd+unix:///disk?socket=/run/%00x",
                "nbd+unix:///disk?socket=/run/x&tls-certificates=/x",
                "nbd+unix:///disk?path=/run/x",
                "nbd+unix://host/disk?socket=/run/x",
            })
    void otherTextsAreInvalid(String text) {
        assertThatThrownBy(() -> NbdUri.parse(text)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void anExportNameHasALimit() {
        assertThat(NbdUri.parse("nbd://host/" + "x".repeat(4096)).export()).hasSize(4096);
        assertThatThrownBy(() -> NbdUri.parse("nbd://host/" + "x".repeat(4097))).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void isToldFromAPath() {
        assertThat(NbdUri.looksLike("nbd://host")).isTrue();
        assertThat(NbdUri.looksLike("nbds://host")).isTrue();
        assertThat(NbdUri.looksLike("nbd+unix:///x")).isTrue();
        assertThat(NbdUri.looksLike("/dev/nbd0")).isFalse();
        assertThat(NbdUri.looksLike("nbd0")).isFalse();
    }
}
