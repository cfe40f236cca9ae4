package io.ebsnap.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something did not work, and its type says what the caller can do about it. The message says what was attempted, on which
 * object, at which offset, and what was found against what was expected; it never holds a secret. The hint, if there is
 * one, is one sentence that tells a person the way out.
 */
public abstract sealed class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String hint;
    private final @Nullable Reason reason;
    private final @Nullable KeyRefusal keyRefusal;
    private final @Nullable ParameterRefusal parameterRefusal;

    private Failure(String message, @Nullable String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
        this.reason = null;
        this.keyRefusal = null;
        this.parameterRefusal = null;
    }

    private Failure(String message, Reason reason) {
        super(message);
        this.hint = null;
        this.reason = reason;
        this.keyRefusal = null;
        this.parameterRefusal = null;
    }

    private Failure(KeyRefusal keyRefusal, String message, @Nullable String hint) {
        super(message);
        this.hint = hint;
        this.reason = null;
        this.keyRefusal = keyRefusal;
        this.parameterRefusal = null;
    }

    private Failure(ParameterRefusal parameterRefusal, String message) {
        super(message);
        this.hint = null;
        this.reason = null;
        this.keyRefusal = null;
        this.parameterRefusal = parameterRefusal;
    }

    /** What a person can do about it. */
    public final Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /** Which of the refusals of the EBS direct APIs it is, if that was said: see {@link Reason#of}. */
    public final Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    /** Why a KMS key does not do what was asked of it, if that is why and was said. */
    public final Optional<KeyRefusal> keyRefusal() {
        return Optional.ofNullable(keyRefusal);
    }

    /** Why the parameters of a request are refused, if that was said. */
    public final Optional<ParameterRefusal> parameterRefusal() {
        return Optional.ofNullable(parameterRefusal);
    }

    /** The request is wrong in itself: fix the call. */
    public static final class Invalid extends Failure {
        private static final long serialVersionUID = 1L;

        public Invalid(String message) {
            super(message, null, null);
        }

        public Invalid(Reason reason, String message) {
            super(message, reason);
        }

        public Invalid(String message, String hint) {
            super(message, hint, null);
        }

        public Invalid(KeyRefusal refusal, String message) {
            super(refusal, message, null);
        }

        public Invalid(ParameterRefusal refusal, String message) {
            super(refusal, message);
        }
    }

    /** What was named does not exist. */
    public static final class NotFound extends Failure {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message, null, null);
        }

        public NotFound(Reason reason, String message) {
            super(message, reason);
        }

        public NotFound(KeyRefusal refusal, String message) {
            super(refusal, message, null);
        }

        public NotFound(String message, @Nullable Throwable cause) {
            super(message, null, cause);
        }
    }

    /** The state of the thing forbids it now: another state, or another caller came first. */
    public static final class Conflict extends Failure {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message, null, null);
        }

        public Conflict(Reason reason, String message) {
            super(message, reason);
        }

        public Conflict(String message, String hint) {
            super(message, hint, null);
        }

        public Conflict(ParameterRefusal refusal, String message) {
            super(refusal, message);
        }
    }

    /** An outside thing (device, disk, network) did not answer or failed: later it may work. */
    public static final class Unavailable extends Failure {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, null, cause);
        }
    }

    /** Stored bytes are not what was stored: restore them from elsewhere. Never repaired in passing, never shown as zeros. */
    public static final class Corrupt extends Failure {
        private static final long serialVersionUID = 1L;

        public Corrupt(String message) {
            super(message, null, null);
        }

        public Corrupt(String message, @Nullable Throwable cause) {
            super(message, null, cause);
        }
    }

    /** Stored bytes are of a format version older than the oldest one that is still read. */
    public static final class TooOld extends Failure {
        private static final long serialVersionUID = 1L;

        public TooOld(String message) {
            super(message, "an older release of ebsnap reads it", null);
        }
    }

    /** Stored bytes are of a format version newer than this program knows. */
    public static final class TooNew extends Failure {
        private static final long serialVersionUID = 1L;

        public TooNew(String message) {
            super(message, "a newer release of ebsnap wrote it: use that one", null);
        }
    }

    /** A limit is reached: space, memory, number of jobs. Make room, then call again. */
    public static final class Exhausted extends Failure {
        private static final long serialVersionUID = 1L;

        public Exhausted(String message, @Nullable Throwable cause) {
            super(message, null, cause);
        }

        public Exhausted(String message, String hint, @Nullable Throwable cause) {
            super(message, hint, cause);
        }
    }

    /** The caller may not do this, or the key does not open it. */
    public static final class Denied extends Failure {
        private static final long serialVersionUID = 1L;

        public Denied(String message) {
            super(message, null, null);
        }

        public Denied(Reason reason, String message) {
            super(message, reason);
        }

        public Denied(String message, String hint) {
            super(message, hint, null);
        }

        public Denied(KeyRefusal refusal, String message, String hint) {
            super(refusal, message, hint);
        }
    }

    /** A fault in ebsnap itself. */
    public static final class Internal extends Failure {
        private static final long serialVersionUID = 1L;

        public Internal(String message, @Nullable Throwable cause) {
            super(message, null, cause);
        }
    }
}
