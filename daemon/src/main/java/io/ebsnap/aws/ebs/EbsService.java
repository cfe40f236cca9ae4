package io.ebsnap.aws.ebs;

import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsService;
import io.ebsnap.aws.json.JsonFaults;
import io.ebsnap.aws.rest.RestAnswers;
import io.ebsnap.aws.rest.RestRoutes;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.KeyArns;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The EBS direct APIs: the six calls that write snapshots block by block and read them so. */
public final class EbsService implements AwsService {

    private static final Logger LOG = LoggerFactory.getLogger(EbsService.class);
    private static final String SNAPSHOTS = "/snapshots";

    private final RestRoutes routes;

    /**
     * Over the direct APIs of accounts.
     *
     * @param direct those of an account, by its 12 digits
     * @param arns of keys
     */
    public EbsService(Function<String, DirectSnapshots> direct, KeyArns arns) {
        UploadCalls uploads = new UploadCalls(direct, arns);
        ListCalls lists = new ListCalls(direct);
        this.routes = new RestRoutes()
                .on("GET", "/snapshots/{snapshotId}/blocks/{blockIndex}", new GetSnapshotBlock(direct))
                .on("PUT", "/snapshots/{snapshotId}/blocks/{blockIndex}", new PutSnapshotBlock(direct))
                .on("POST", SNAPSHOTS, uploads::start)
                .on("POST", "/snapshots/completion/{snapshotId}", uploads::complete)
                .on("GET", "/snapshots/{snapshotId}/blocks", lists::blocks)
                .on("GET", "/snapshots/{snapshotId}/changedblocks", lists::changedBlocks);
    }

    @Override
    public String name() {
        return "ebs";
    }

    /** A block is protected by its checksum, which is signed. */
    @Override
    public boolean takesUnsignedBody(AwsRequest request) {
        return request.method().equals("PUT");
    }

    @Override
    public boolean takes(AwsRequest request) {
        return request.path().equals(SNAPSHOTS) || request.path().startsWith(SNAPSHOTS + "/");
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        try {
            return routes.answer(call);
        } catch (Failure e) {
            if (e instanceof Failure.Internal || e instanceof Failure.Corrupt) {
                LOG.error("request={}", call.requestId(), e);
            }
            throw EbsFaults.of(e);
        }
    }

    @Override
    public AwsAnswer refusal(AwsFault fault, String requestId) {
        return RestAnswers.of(EbsFaults.complete(fault), requestId);
    }

    @Override
    public AwsFault fault(AccessRefused refused) {
        return JsonFaults.of(refused);
    }
}
