package io.ebsnap.failure;

/** Why a KMS key does not do what is asked of it, where KMS tells that apart. */
public enum KeyRefusal {
    /** It is disabled. */
    DISABLED,
    /** It is about to be deleted. */
    PENDING_DELETION,
    /** Its material is not to be had now. */
    UNAVAILABLE,
    /** What it shall open is no ciphertext of its, was altered, or was sealed with another encryption context. */
    INVALID_CIPHERTEXT,
    /** What it shall open was sealed under another key. */
    INCORRECT_KEY,
    /** There is none of that id or alias. */
    NOT_FOUND
}
