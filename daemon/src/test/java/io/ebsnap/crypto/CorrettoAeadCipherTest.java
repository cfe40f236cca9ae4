package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Amazon's cipher, on the machines that it is made for. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "its native library is for x86_64 Linux")
class CorrettoAeadCipherTest implements AeadCipherContract {

    private final AeadCipher cipher = AeadCiphers.corretto();

    @Override
    public AeadCipher cipher() {
        return cipher;
    }

    @Test
    void isNotPutIntoTheListOfProviders() {
        assertThat(Arrays.stream(Security.getProviders()).map(Provider::getName))
                .noneMatch(name -> name.contains("Corretto"));
    }
}
