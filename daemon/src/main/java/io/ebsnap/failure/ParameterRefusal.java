package io.ebsnap.failure;

/** Why the parameters of a request are refused, where EC2 has a code of its own for it. */
public enum ParameterRefusal {
    /** There is no such type of volumes. */
    UNKNOWN_VOLUME_TYPE,
    /** They do not go together. */
    INVALID_COMBINATION,
    /** One is missing that the others need. */
    MISSING,
    /** The client token was that of other ones. */
    IDEMPOTENT_MISMATCH,
    /** There would be more tags than a thing may have. */
    TOO_MANY_TAGS
}
