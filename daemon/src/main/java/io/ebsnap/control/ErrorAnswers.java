package io.ebsnap.control;

import io.ebsnap.api.AccessKeyRequest;
import io.ebsnap.api.ApiError;
import io.ebsnap.api.AuditRequest;
import io.ebsnap.api.CryptographicRequest;
import io.ebsnap.api.ErrorKind;
import io.ebsnap.api.ExportRequest;
import io.ebsnap.api.FastRestoreRequest;
import io.ebsnap.api.GeneralRequest;
import io.ebsnap.api.ImagePipelineRequest;
import io.ebsnap.api.ImageRequest;
import io.ebsnap.api.KeyRequest;
import io.ebsnap.api.LifecycleRequest;
import io.ebsnap.api.LockRequest;
import io.ebsnap.api.MountRequest;
import io.ebsnap.api.ProtectionRequest;
import io.ebsnap.api.RecycleBinRequest;
import io.ebsnap.api.RemoteRequest;
import io.ebsnap.api.Request;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.api.StoreRequest;
import io.ebsnap.api.TagRequest;
import io.ebsnap.api.TaskRequest;
import io.ebsnap.api.TieringRequest;
import io.ebsnap.api.VolumeRequest;
import io.ebsnap.api.ZoneRequest;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.KeyRefusal;
import io.ebsnap.failure.ParameterRefusal;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as errors of the protocol, with EC2's codes where EC2 has one. */
public final class ErrorAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);
    private static final String NOT_FOUND = ".NotFound";
    private static final String NAME_A_VOLUME = "name a device, or a volume of: ebsnap volume list";

    private final RandomGenerator random;

    /** @param random makes the ids by which a fault is found in the log */
    public ErrorAnswers(RandomGenerator random) {
        this.random = random;
    }

    /** What a client is told of a failure of its request. */
    public ApiError of(Failure failure, Request<?> request) {
        if (failure instanceof Failure.Internal) {
            return internal(failure, request.action());
        }
        boolean missing = failure instanceof Failure.NotFound;
        return new ApiError(
                code(failure, request),
                kind(failure),
                text(failure),
                failure.hint()
                        .or(() -> missing ? whereToLook(request) : Optional.empty())
                        .orElse(null));
    }

    /** What a client is told of one of several snapshots of a request that was done for the others. */
    static ApiError ofItem(Failure failure) {
        String code = failure instanceof Failure.NotFound ? "InvalidSnapshot" + NOT_FOUND : code(failure);
        return new ApiError(code, kind(failure), text(failure), failure.hint().orElse(null));
    }

    /** What a client is told of a fault of ours; the log has the rest under the same id. */
    public ApiError internal(Throwable fault, String action) {
        String id = HexFormat.of().toHexDigits(random.nextInt());
        LOG.error("fault={} action={}", id, action, fault);
        return new ApiError(
                "InternalError",
                ErrorKind.INTERNAL,
                "internal error " + id + " in " + action,
                "the daemon's log has the details under " + id + ": journalctl -u ebsnapd");
    }

    /** The kind under which the protocol knows a failure. */
    static ErrorKind kind(Failure failure) {
        return switch (failure) {
            case Failure.Invalid f -> ErrorKind.INVALID;
            case Failure.NotFound f -> ErrorKind.NOT_FOUND;
            case Failure.Conflict f -> ErrorKind.CONFLICT;
            case Failure.Unavailable f -> ErrorKind.UNAVAILABLE;
            case Failure.Corrupt f -> ErrorKind.CORRUPT;
            case Failure.TooOld f -> ErrorKind.TOO_OLD;
            case Failure.TooNew f -> ErrorKind.TOO_NEW;
            case Failure.Exhausted f -> ErrorKind.EXHAUSTED;
            case Failure.Denied f -> ErrorKind.DENIED;
            case Failure.Internal f -> ErrorKind.INTERNAL;
        };
    }

    /** The code of a failure of which the request does not matter. */
    public static String code(Failure failure) {
        return failure.parameterRefusal().map(ErrorAnswers::ofParameters).orElseGet(() -> ofKind(failure));
    }

    private static String ofParameters(ParameterRefusal refusal) {
        return switch (refusal) {
            case UNKNOWN_VOLUME_TYPE -> "UnknownVolumeType";
            case INVALID_COMBINATION -> "InvalidParameterCombination";
            case MISSING -> "MissingParameter";
            case IDEMPOTENT_MISMATCH -> "IdempotentParameterMismatch";
            case TOO_MANY_TAGS -> "TagLimitExceeded";
        };
    }

    private static String ofKind(Failure failure) {
        return switch (failure) {
            case Failure.Invalid f -> "InvalidParameterValue";
            case Failure.NotFound f -> "ResourceNotFound";
            case Failure.Conflict f -> "IncorrectState";
            case Failure.Unavailable f -> "Unavailable";
            case Failure.Corrupt f -> "DataCorrupted";
            case Failure.TooOld f -> "FormatTooOld";
            case Failure.TooNew f -> "FormatTooNew";
            case Failure.Exhausted f -> "ResourceLimitExceeded";
            case Failure.Denied f -> "UnauthorizedOperation";
            case Failure.Internal f -> "InternalError";
        };
    }

    private static String code(Failure failure, Request<?> request) {
        if (failure instanceof Failure.NotFound) {
            return missing(failure, request);
        }
        if (request instanceof AccessKeyRequest<?> && failure instanceof Failure.Exhausted) {
            return "LimitExceeded";
        }
        if (request instanceof KeyRequest<?> || request instanceof CryptographicRequest<?>) {
            return ofKey(failure, request);
        }
        if (isUnusableKey(failure)) {
            return request instanceof VolumeRequest.AttachVolume
                    ? "CustomerKeyHasBeenRevoked"
                    : "InvalidKMSKey.InvalidState";
        }
        if (request instanceof RecycleBinRequest.RestoreImageFromRecycleBin) {
            return ofRestoredImage(failure);
        }
        return switch (request) {
            case VolumeRequest.AttachVolume r when failure instanceof Failure.Conflict -> "VolumeInUse";
            case VolumeRequest.DeleteVolume r when failure instanceof Failure.Conflict -> "VolumeInUse";
            case SnapshotRequest.DeleteSnapshot r when failure instanceof Failure.Conflict -> "InvalidSnapshot.InUse";
            case SnapshotRequest.ModifySnapshotAttribute r
            when failure instanceof Failure.Denied -> "OperationNotPermitted";
            case ImageRequest.DeregisterImage r when failure instanceof Failure.Denied -> "OperationNotPermitted";
            default -> code(failure);
        };
    }

    /** Who asks may do it, and could if the key were enabled: EC2 tells that of an instance that it cannot launch, and of a volume that it cannot attach. */
    private static boolean isUnusableKey(Failure failure) {
        return failure.keyRefusal()
                .filter(refusal -> refusal == KeyRefusal.DISABLED || refusal == KeyRefusal.PENDING_DELETION)
                .isPresent();
    }

    /** What is in the way is another one of its name, or a snapshot that is gone. */
    private static String ofRestoredImage(Failure failure) {
        return switch (failure) {
            case Failure.Conflict f -> "InvalidAMIName.Duplicate";
            case Failure.Unavailable f -> "InvalidAMIID.Unavailable";
            default -> code(failure);
        };
    }

    /** With KMS's codes where KMS has one. */
    private static String ofKey(Failure failure, Request<?> request) {
        if (failure.keyRefusal().isPresent()) {
            return ofRefusal(failure.keyRefusal().get());
        }
        return switch (failure) {
            case Failure.Conflict f ->
                request instanceof KeyRequest.CreateAlias || request instanceof KeyRequest.CreateKey
                        ? "AlreadyExistsException"
                        : "KMSInvalidStateException";
            case Failure.Exhausted f -> "LimitExceededException";
            default -> code(failure);
        };
    }

    private static String ofRefusal(KeyRefusal refusal) {
        return switch (refusal) {
            case DISABLED -> "DisabledException";
            case PENDING_DELETION -> "KMSInvalidStateException";
            case UNAVAILABLE -> "KeyUnavailableException";
            case INVALID_CIPHERTEXT -> "InvalidCiphertextException";
            case INCORRECT_KEY -> "IncorrectKeyException";
            case NOT_FOUND -> "NotFoundException";
        };
    }

    /** A key that other requests than KMS's name is one of their parameters: what these are about may well be there. */
    private static String missing(Failure failure, Request<?> request) {
        boolean isAboutKeys = request instanceof KeyRequest<?> || request instanceof CryptographicRequest<?>;
        return failure.keyRefusal().isPresent() && !isAboutKeys ? "InvalidParameterValue" : missing(request);
    }

    private static String missing(Request<?> request) {
        return switch (request) {
            case SnapshotRequest.CreateSnapshot r -> "InvalidVolume" + NOT_FOUND;
            case SnapshotRequest.CreateSnapshots r -> "InvalidVolume" + NOT_FOUND;
            case ImageRequest.CreateImage r -> "InvalidVolume" + NOT_FOUND;
            case ImageRequest.RegisterImage r -> "InvalidSnapshot" + NOT_FOUND;
            case ImageRequest<?> r -> "InvalidAMIID" + NOT_FOUND;
            case ImagePipelineRequest<?> r -> "ResourceNotFoundException";
            case VolumeRequest.CreateVolume r ->
                (r.snapshotId() == null ? "InvalidZone" : "InvalidSnapshot") + NOT_FOUND;
            case ExportRequest.CreateExport r -> "ResourceNotFound";
            case ExportRequest<?> r -> "InvalidExport" + NOT_FOUND;
            case VolumeRequest<?> r -> "InvalidVolume" + NOT_FOUND;
            case SnapshotRequest<?> r -> "InvalidSnapshot" + NOT_FOUND;
            case MountRequest.UnmountSnapshot r -> "InvalidMount" + NOT_FOUND;
            case MountRequest<?> r -> "InvalidSnapshot" + NOT_FOUND;
            case FastRestoreRequest<?> r -> "InvalidSnapshot" + NOT_FOUND;
            case TieringRequest<?> r -> "InvalidSnapshot" + NOT_FOUND;
            case LockRequest<?> r -> "InvalidSnapshot" + NOT_FOUND;
            case RecycleBinRequest.RestoreSnapshotFromRecycleBin r -> "InvalidSnapshot" + NOT_FOUND;
            case RecycleBinRequest.RestoreVolumeFromRecycleBin r -> "InvalidVolume" + NOT_FOUND;
            case RecycleBinRequest.RestoreImageFromRecycleBin r -> "InvalidAMIID" + NOT_FOUND;
            case RecycleBinRequest<?> r -> "ResourceNotFoundException";
            case TagRequest.CreateTags r -> missingOf(r.resourceIds());
            case TagRequest.DeleteTags r -> missingOf(r.resourceIds());
            case TagRequest<?> r -> "ResourceNotFound";
            case TaskRequest<?> r -> "InvalidTask" + NOT_FOUND;
            case AccessKeyRequest<?> r -> "NoSuchEntity";
            case KeyRequest<?> r -> "NotFoundException";
            case CryptographicRequest<?> r -> "NotFoundException";
            case LifecycleRequest.DescribeSnapshotLifecycle r -> "InvalidSnapshot" + NOT_FOUND;
            case LifecycleRequest<?> r -> "ResourceNotFoundException";
            case RemoteRequest.DescribeSnapshotPull r -> "InvalidSnapshot" + NOT_FOUND;
            case RemoteRequest.PullSnapshot r -> "InvalidSnapshot" + NOT_FOUND;
            case RemoteRequest.DescribeSnapshotPush r -> "InvalidSnapshot" + NOT_FOUND;
            case RemoteRequest.PushSnapshot r -> "InvalidSnapshot" + NOT_FOUND;
            case RemoteRequest<?> r -> "ResourceNotFound";
            case ZoneRequest<?> r -> "InvalidZone" + NOT_FOUND;
            case StoreRequest<?> r -> "ResourceNotFound";
            case ProtectionRequest<?> r -> "ResourceNotFound";
            case AuditRequest<?> r -> "ResourceNotFound";
            case GeneralRequest<?> r -> "ResourceNotFound";
        };
    }

    /** As EC2 does, of the first one. */
    private static String missingOf(List<String> ids) {
        String id = ids.isEmpty() ? "" : ids.getFirst();
        if (id.startsWith("snap-")) {
            return "InvalidSnapshot" + NOT_FOUND;
        }
        if (id.startsWith("vol-")) {
            return "InvalidVolume" + NOT_FOUND;
        }
        return id.startsWith("ami-") ? "InvalidAMIID" + NOT_FOUND : "InvalidID";
    }

    private static Optional<String> whereToLook(Request<?> request) {
        return switch (request) {
            case SnapshotRequest.CreateSnapshot r -> Optional.of(NAME_A_VOLUME);
            case SnapshotRequest.CreateSnapshots r -> Optional.of(NAME_A_VOLUME);
            case ImageRequest.CreateImage r -> Optional.of(NAME_A_VOLUME);
            case ImageRequest.RegisterImage r -> Optional.of("ebsnap snapshot list shows the snapshots");
            case ImageRequest<?> r -> Optional.of("ebsnap image list shows them");
            case ImagePipelineRequest<?> r -> Optional.of("ebsnap image pipelines shows them");
            case VolumeRequest.CreateVolume r -> Optional.of("ebsnap snapshot list shows the snapshots");
            case VolumeRequest<?> r -> Optional.of("ebsnap volume list shows them");
            case ExportRequest.CreateExport r -> Optional.of("a managed volume or a snapshot can be exported");
            case ExportRequest<?> r -> Optional.of("ebsnap nbd list shows them");
            case SnapshotRequest<?> r -> Optional.of("ebsnap snapshot list shows them");
            case MountRequest.UnmountSnapshot r -> Optional.of("ebsnap snapshot mounts shows them");
            case MountRequest<?> r ->
                Optional.of("ebsnap snapshot list shows snapshots, ebsnap snapshot mount --list what is in one");
            case FastRestoreRequest<?> r -> Optional.of("ebsnap fsr list shows them");
            case LockRequest<?> r ->
                Optional.of("ebsnap snapshot list shows them, ebsnap snapshot list --locked the locks");
            case RecycleBinRequest<?> r ->
                Optional.of("ebsnap recycle-bin list and ebsnap recycle-bin rule list show them");
            case TagRequest<?> r -> Optional.empty();
            case TaskRequest<?> r -> Optional.of("ebsnap task list shows them");
            case AccessKeyRequest<?> r -> Optional.of("ebsnap access-key list shows them");
            case KeyRequest<?> r -> Optional.of("ebsnap key list shows them");
            case CryptographicRequest<?> r -> Optional.of("ebsnap key list shows them");
            case LifecycleRequest.DescribeSnapshotLifecycle r -> Optional.of("ebsnap snapshot list shows them");
            case LifecycleRequest<?> r -> Optional.of("ebsnap lifecycle list shows them");
            case RemoteRequest<?> r ->
                Optional.of("ebsnap remote list shows the remotes, ebsnap remote snapshots what one has");
            case ZoneRequest<?> r -> Optional.of("ebsnap zone list shows them");
            case StoreRequest<?> r -> Optional.empty();
            case ProtectionRequest<?> r -> Optional.empty();
            case TieringRequest<?> r -> Optional.of("ebsnap snapshot list shows them");
            case AuditRequest<?> r -> Optional.empty();
            case GeneralRequest<?> r -> Optional.of("root may act for the accounts of ebsnapd.conf(5)");
        };
    }

    static String text(Failure failure) {
        return String.valueOf(failure.getMessage());
    }
}
