package io.ebsnap.restore.warm;

/** In a thin pool, with thin snapshots, encrypted. */
final class EncryptedImagesThinIT extends WarmImagesThinIT {

    EncryptedImagesThinIT() {
        encrypted = true;
    }
}
