package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * Something asked of the daemon. The simple name of the record is the action's name on the wire, its components are the
 * request's fields.
 *
 * @param <A> the answer
 */
public sealed interface Request<A extends Record>
        permits AccessKeyRequest,
                AuditRequest,
                CryptographicRequest,
                ExportRequest,
                FastRestoreRequest,
                GeneralRequest,
                ImagePipelineRequest,
                ImageRequest,
                KeyRequest,
                LifecycleRequest,
                LockRequest,
                RecycleBinRequest,
                MountRequest,
                RemoteRequest,
                SnapshotRequest,
                StoreRequest,
                TagRequest,
                TaskRequest,
                ProtectionRequest,
                TieringRequest,
                VolumeRequest,
                ZoneRequest {

    /** The type of the answer. */
    Class<A> answerType();

    /** The action's name on the wire. */
    default String action() {
        return getClass().getSimpleName();
    }

    /** By which a second try of the request is known, for a day: it gets what the first one has made. Null if it is not. */
    default @Nullable String clientToken() {
        return null;
    }
}
