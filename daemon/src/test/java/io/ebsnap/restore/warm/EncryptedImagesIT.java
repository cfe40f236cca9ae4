package io.ebsnap.restore.warm;

/** In memory, with ready copies, encrypted. */
final class EncryptedImagesIT extends WarmImagesIT {

    EncryptedImagesIT() {
        encrypted = true;
    }
}
