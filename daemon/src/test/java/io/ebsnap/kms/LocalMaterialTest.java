package io.ebsnap.kms;

import java.security.SecureRandom;

class LocalMaterialTest extends KeyMaterialContract {

    private final KeyMaterial material = new LocalMaterial(new SecureRandom());

    @Override
    KeyMaterial material() {
        return material;
    }
}
