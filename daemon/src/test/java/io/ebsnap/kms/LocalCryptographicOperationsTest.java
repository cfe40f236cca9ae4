package io.ebsnap.kms;

/** With material in the keystore file. */
class LocalCryptographicOperationsTest extends CryptographicOperationsContract {

    @Override
    KeyHouse house() {
        return new KeyHouse(directory);
    }
}
