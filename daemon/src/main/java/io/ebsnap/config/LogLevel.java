package io.ebsnap.config;

/** What is logged: a level and everything above it. */
public enum LogLevel {
    /** Somebody must act. */
    ERROR,
    /** Something is degraded. */
    WARN,
    /** Changes of state. */
    INFO,
    /** For the search for a fault. */
    DEBUG
}
