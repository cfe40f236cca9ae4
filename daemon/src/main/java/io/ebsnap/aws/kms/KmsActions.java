package io.ebsnap.aws.kms;

import java.util.Map;

/** Some of KMS's actions. */
interface KmsActions {

    /** How each of them is read, by its name. */
    Map<String, KmsAction> byName();
}
