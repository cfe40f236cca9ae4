package io.ebsnap.aws.kms;

import io.ebsnap.api.Secret;
import io.ebsnap.aws.AccessRefused;
import io.ebsnap.aws.ActionFailed;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.AwsService;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.aws.json.JsonFaults;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** KMS, as far as there are keys like its: symmetric ones, which accounts and grants let use. */
public final class KmsService implements AwsService {

    private static final String TARGET = "x-amz-target";
    private static final String PREFIX = "TrentService.";
    private static final String JSON = "application/x-amz-json-1.1";
    private static final int OK = 200;

    private final Map<String, KmsAction> actions = new HashMap<>();
    private final CalledActions called;

    /** Over the actions of whoever calls. */
    public KmsService(CalledActions called) {
        this.called = called;
        List.of(
                        new KeyLifeActions(),
                        new KeyTagActions(),
                        new KeyPolicyActions(),
                        new AliasActions(),
                        new RotationActions(),
                        new GrantActions(),
                        new CryptographicActions())
                .forEach(group -> actions.putAll(group.byName()));
    }

    @Override
    public String name() {
        return "kms";
    }

    @Override
    public boolean takes(AwsRequest request) {
        return request.header(TARGET)
                .filter(target -> target.startsWith(PREFIX))
                .isPresent();
    }

    @Override
    public AwsAnswer answer(AwsCall call) {
        KmsAction action = action(call.request());
        JsonMembers in = JsonMembers.of(call.request().body());
        Prepared prepared = action.read(in, call.caller());
        try {
            in.requireUnderstood();
            return answer(prepared, call);
        } finally {
            Secret.closeAllOf((Record) prepared.request());
        }
    }

    private AwsAnswer answer(Prepared prepared, AwsCall call) {
        Record answer = asked(prepared, call);
        try {
            return switch (prepared) {
                case Prepared.Asked<?> last -> written(last, answer, call);
                case Prepared.Following<?> first -> answer(first.after(answer), call);
            };
        } finally {
            Secret.closeAllOf(answer);
        }
    }

    private static AwsAnswer written(Prepared.Asked<?> prepared, Record answer, AwsCall call) {
        JsonObject out = new JsonObject();
        prepared.write(answer, out);
        return json(OK, out, call.requestId());
    }

    private Record asked(Prepared prepared, AwsCall call) {
        try {
            return called.ask(call, prepared.request());
        } catch (ActionFailed e) {
            throw KmsFaults.of(e.error(), prepared.request());
        }
    }

    private KmsAction action(AwsRequest request) {
        String target = request.header(TARGET).orElse("");
        KmsAction action = target.startsWith(PREFIX) ? actions.get(target.substring(PREFIX.length())) : null;
        if (action == null) {
            throw AwsFault.of("UnknownOperationException", "There is no action of the target '" + target + "'");
        }
        return action;
    }

    @Override
    public AwsAnswer refusal(AwsFault fault, String requestId) {
        return json(
                fault.status(),
                new JsonObject().add("__type", KmsFaults.code(fault)).add("message", fault.text()),
                requestId);
    }

    @Override
    public AwsFault fault(AccessRefused refused) {
        return JsonFaults.of(refused);
    }

    private static AwsAnswer json(int status, JsonObject body, String requestId) {
        return new AwsAnswer(status, JSON, Map.of(), body.bytes()).to(requestId);
    }
}
