package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class DomainKeysTest {

    private static final DomainId DOMAIN = DomainId.parse("000102030405060708090a0b0c0d0e0f");
    private static final ArraySlice CONTENT = ArraySlice.of(ascii("some content"));

    private final byte[] domainKey = new byte[32];
    private final DomainKeys keys;

    DomainKeysTest() {
        Arrays.fill(domainKey, (byte) 0x42);
        keys = DomainKeys.derive(DOMAIN, domainKey);
    }

    @Test
    void derivesAsTheFormatDocumentSays() throws GeneralSecurityException {
        byte[] dataId = expand(domainKey, ascii("ebsnap data id v1"), DOMAIN.bytes());
        byte[] pageId = expand(domainKey, ascii("ebsnap page id v1"), DOMAIN.bytes());
        byte[] seal = expand(domainKey, ascii("ebsnap seal v1"), DOMAIN.bytes());
        byte[] pack = expand(domainKey, ascii("ebsnap pack v1"), DOMAIN.bytes());
        byte[] catalog = expand(domainKey, ascii("ebsnap catalog v1"), DOMAIN.bytes());
        ChunkId id = keys.idOf(ChunkKind.DATA, CONTENT);

        assertThat(id.bytes()).isEqualTo(hmac(dataId, CONTENT.array()));
        assertThat(keys.idOf(ChunkKind.PAGE, CONTENT).bytes()).isEqualTo(hmac(pageId, CONTENT.array()));
        assertThat(keys.chunkKey(id)).isEqualTo(expand(seal, ascii("ebsnap chunk v1"), id.bytes()));
        assertThat(keys.packMac(CONTENT)).isEqualTo(hmac(pack, CONTENT.array()));
        assertThat(keys.recordKey("catalog/x/y/1"))
                .isEqualTo(expand(catalog, ascii("ebsnap catalog v1"), ascii("catalog/x/y/1")));
    }

    /** These bytes are on people's disks: they never change. */
    @Test
    void derivesWhatItDerivedInTheFirstRelease() {
        ChunkId id = keys.idOf(ChunkKind.DATA, CONTENT);

        assertThat(id.hex()).isEqualTo("092e8c8cbcf81cc881f03e09f009d0f6a8a2256d2dd9e35e9557d5f3069e3cbb");
        assertThat(HexFormat.of().formatHex(keys.chunkKey(id)))
                .isEqualTo("23a83e98eb125c1138e21992a9db6ef6f8f55d0624948b529950715feb8a8224");
    }

    @Test
    void otherKindOtherDomainOrOtherKeyGivesAnotherId() {
        byte[] otherKey = domainKey.clone();
        otherKey[31] ^= 1;
        DomainId otherDomain = DomainId.parse("ff0102030405060708090a0b0c0d0e0f");

        assertThat(Set.of(
                        keys.idOf(ChunkKind.DATA, CONTENT),
                        keys.idOf(ChunkKind.PAGE, CONTENT),
                        DomainKeys.derive(otherDomain, domainKey).idOf(ChunkKind.DATA, CONTENT),
                        DomainKeys.derive(DOMAIN, otherKey).idOf(ChunkKind.DATA, CONTENT)))
                .hasSize(4);
    }

    @Test
    void tellsARightPackMacFromAWrongOne() {
        byte[] mac = keys.packMac(CONTENT);
        assertThat(keys.isPackMac(CONTENT, mac)).isTrue();

        mac[31] ^= 1;
        assertThat(keys.isPackMac(CONTENT, mac)).isFalse();
        assertThat(keys.isPackMac(CONTENT, new byte[0])).isFalse();
    }

    @Test
    void isNotUsableAfterItWasClosed() {
        ChunkId id = keys.idOf(ChunkKind.DATA, CONTENT);
        keys.close();

        assertThatIllegalStateException().isThrownBy(() -> keys.idOf(ChunkKind.DATA, CONTENT));
        assertThatIllegalStateException().isThrownBy(() -> keys.idOf(ChunkKind.PAGE, CONTENT));
        assertThatIllegalStateException().isThrownBy(() -> keys.chunkKey(id));
        assertThatIllegalStateException().isThrownBy(() -> keys.packMac(CONTENT));
        assertThatIllegalStateException().isThrownBy(() -> keys.recordKey("x"));
    }

    @Test
    void refusesADomainKeyOfAnotherLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> DomainKeys.derive(DOMAIN, new byte[31]));
    }

    private static byte[] expand(byte[] key, byte[]... info) throws GeneralSecurityException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (byte[] part : info) {
            message.writeBytes(part);
        }
        message.write(1);
        return hmac(key, message.toByteArray());
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
