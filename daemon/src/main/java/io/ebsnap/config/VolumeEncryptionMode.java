package io.ebsnap.config;

/** Whether new volumes are encrypted of which nothing is said. */
public enum VolumeEncryptionMode {
    /** Where the processor has instructions for it. */
    AUTO,
    YES,
    NO
}
