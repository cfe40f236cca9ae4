package io.ebsnap.api;

/** About the keystore. Passphrases are overwritten by both ends when they have been used. */
public sealed interface KeyRequest<A extends Record> extends Request<A> {

    /** Lists the keys, never their material. */
    record ListKeys() implements KeyRequest<KeyList> {
        @Override
        public Class<KeyList> answerType() {
            return KeyList.class;
        }
    }

    /**
     * Makes a recovery file of the keystore.
     *
     * @param passphrase under which it is sealed
     */
    record ExportKeys(Secret passphrase) implements KeyRequest<RecoveryFile> {
        @Override
        public Class<RecoveryFile> answerType() {
            return RecoveryFile.class;
        }
    }

    /**
     * Adds the keys of a recovery file to the keystore.
     *
     * @param recoveryFile its bytes in base64
     * @param passphrase under which it is sealed
     */
    record ImportKeys(String recoveryFile, Secret passphrase) implements KeyRequest<KeyList> {
        @Override
        public Class<KeyList> answerType() {
            return KeyList.class;
        }
    }
}
