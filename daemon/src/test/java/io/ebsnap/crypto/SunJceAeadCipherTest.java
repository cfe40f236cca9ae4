package io.ebsnap.crypto;

/** The Java runtime's own cipher. */
class SunJceAeadCipherTest implements AeadCipherContract {

    private final AeadCipher cipher = AeadCiphers.sunJce();

    @Override
    public AeadCipher cipher() {
        return cipher;
    }
}
