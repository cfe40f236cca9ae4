package io.ebsnap.aws.ec2;

import io.ebsnap.api.EbsDefaults;
import io.ebsnap.api.KeyRequest.DisableEbsEncryptionByDefault;
import io.ebsnap.api.KeyRequest.EnableEbsEncryptionByDefault;
import io.ebsnap.api.KeyRequest.GetEbsDefaults;
import io.ebsnap.api.KeyRequest.ModifyEbsDefaultKmsKeyId;
import io.ebsnap.api.KeyRequest.ResetEbsDefaultKmsKeyId;
import io.ebsnap.api.Request;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.Map;
import java.util.function.Function;

/** The defaults of encryption, which are the region's. */
final class EncryptionDefaultActions implements Ec2Actions {

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of(
                "GetEbsEncryptionByDefault",
                        in -> new Prepared.Asked<>(
                                new GetEbsDefaults(),
                                (answer, out) -> out.add("ebsEncryptionByDefault", answer.ebsEncryptionByDefault())
                                        .add("sseType", "sse-kms")),
                "EnableEbsEncryptionByDefault", in -> byDefault(new EnableEbsEncryptionByDefault()),
                "DisableEbsEncryptionByDefault", in -> byDefault(new DisableEbsEncryptionByDefault()),
                "GetEbsDefaultKmsKeyId", in -> key(new GetEbsDefaults()),
                "ModifyEbsDefaultKmsKeyId", in -> key(new ModifyEbsDefaultKmsKeyId(in.required("KmsKeyId"))),
                "ResetEbsDefaultKmsKeyId", in -> key(new ResetEbsDefaultKmsKeyId()));
    }

    private static Prepared byDefault(Request<EbsDefaults> request) {
        return new Prepared.Asked<>(
                request, (answer, out) -> out.add("ebsEncryptionByDefault", answer.ebsEncryptionByDefault()));
    }

    private static Prepared key(Request<EbsDefaults> request) {
        return new Prepared.Asked<>(request, EncryptionDefaultActions::key);
    }

    private static void key(EbsDefaults defaults, Xml out) {
        out.add("kmsKeyId", defaults.kmsKeyId());
    }
}
