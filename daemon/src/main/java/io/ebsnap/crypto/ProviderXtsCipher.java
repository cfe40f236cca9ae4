package io.ebsnap.crypto;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/** AES-256-XTS by a provider of the Java Cryptography Architecture, given as an object so that the list of providers stays as it is. */
final class ProviderXtsCipher implements XtsCipher {

    private static final String TRANSFORMATION = "AES/XTS/NoPadding";
    private static final int TWEAK_BYTES = 16;

    private final Provider provider;

    ProviderXtsCipher(Provider provider) {
        this.provider = provider;
    }

    @Override
    public String name() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    @Override
    public Units encrypting(DestroyableSecret key) {
        return new ProvidedUnits(Cipher.ENCRYPT_MODE, key.reveal(byte[]::clone));
    }

    @Override
    public Units decrypting(DestroyableSecret key) {
        return new ProvidedUnits(Cipher.DECRYPT_MODE, key.reveal(byte[]::clone));
    }

    private final class ProvidedUnits implements Units {
        private final int mode;
        private final LentKey key;
        private final Cipher cipher;

        /** @param key is this one's from now on */
        ProvidedUnits(int mode, byte[] key) {
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("a key of " + key.length + " bytes instead of " + KEY_BYTES);
            }
            this.mode = mode;
            this.key = new LentKey(key);
            try {
                this.cipher = Cipher.getInstance(TRANSFORMATION, provider);
            } catch (GeneralSecurityException e) {
                this.key.zero();
                throw new Failure.Unavailable(name() + " has no " + TRANSFORMATION, e);
            }
        }

        @Override
        public void apply(long number, ArraySlice data) {
            byte[] tweak = ByteBuffer.allocate(TWEAK_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .array();
            try {
                cipher.init(mode, key, new IvParameterSpec(tweak));
                int done = cipher.doFinal(data.array(), data.offset(), data.length(), data.array(), data.offset());
                if (done != data.length()) {
                    throw new Failure.Internal(name() + " made " + done + " bytes of " + data.length(), null);
                }
            } catch (GeneralSecurityException e) {
                throw new Failure.Internal("unit " + number + " of " + data.length() + " bytes by " + name(), e);
            }
        }

        /** Initialising it again with another key is what overwrites the key within the cipher. */
        @Override
        public void close() {
            key.zero();
            try {
                cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(new byte[TWEAK_BYTES]));
            } catch (GeneralSecurityException e) {
                throw new Failure.Internal("clearing the key in " + name(), e);
            }
        }
    }

    /** A key that is not copied each time that it is asked for: what would zero the copies? It is never serialised. */
    private static final class LentKey implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final transient byte[] bytes;

        LentKey(byte[] bytes) {
            this.bytes = bytes;
        }

        void zero() {
            Arrays.fill(bytes, (byte) 0);
        }

        @Override
        public String getAlgorithm() {
            return "AES";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes;
        }

        @Override
        public String toString() {
            return "LentKey";
        }
    }
}
