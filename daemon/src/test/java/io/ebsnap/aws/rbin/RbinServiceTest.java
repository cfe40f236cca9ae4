package io.ebsnap.aws.rbin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.Done;
import io.ebsnap.api.LockConfiguration;
import io.ebsnap.api.Page;
import io.ebsnap.api.RecycleBinRequest.CreateRule;
import io.ebsnap.api.RecycleBinRequest.DeleteRule;
import io.ebsnap.api.RecycleBinRequest.GetRule;
import io.ebsnap.api.RecycleBinRequest.ListRules;
import io.ebsnap.api.RecycleBinRequest.LockRule;
import io.ebsnap.api.RecycleBinRequest.UnlockRule;
import io.ebsnap.api.RecycleBinRequest.UpdateRule;
import io.ebsnap.api.Request;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.RetentionPeriod;
import io.ebsnap.api.RetentionRule;
import io.ebsnap.api.RetentionRuleList;
import io.ebsnap.api.Tag;
import io.ebsnap.api.TagRequest.CreateTags;
import io.ebsnap.api.TagRequest.DeleteTags;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.control.ActionHandler;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of the Recycle Bin become those of the control protocol, and rules are told in its form. */
class RbinServiceTest {

    private static final String ID = "abcdefghijk";
    private static final String TAGS = "/tags/arn%3Aaws%3Arbin%3Alocal%3A000000000000%3Arule%2F" + ID;
    private static final RetentionRule RULE = new RetentionRule(
            ID,
            "arn:aws:rbin:local:000000000000:rule/" + ID,
            "EBS_SNAPSHOT",
            RetentionPeriod.days(7),
            "words",
            List.of(new ResourceTag("env", null), new ResourceTag("team", "x")),
            List.of(),
            "available",
            "pending_unlock",
            LockConfiguration.days(9),
            Instant.ofEpochSecond(1_800_000_000L),
            List.of(new Tag("a", "1")));
    private static final String WHOLE = "{\"Identifier\":\"abcdefghijk\","
            + "\"RuleArn\":\"arn:aws:rbin:local:000000000000:rule/abcdefghijk\",\"Description\":\"words\","
            + "\"LockState\":\"pending_unlock\","
            + "\"RetentionPeriod\":{\"RetentionPeriodValue\":7,\"RetentionPeriodUnit\":\"DAYS\"},"
            + "\"ResourceType\":\"EBS_SNAPSHOT\",\"Status\":\"available\",\"LockEndTime\":1800000000.000,"
            + "\"ResourceTags\":[{\"ResourceTagKey\":\"env\"},{\"ResourceTagKey\":\"team\",\"ResourceTagValue\":\"x\"}],"
            + "\"ExcludeResourceTags\":[],"
            + "\"LockConfiguration\":{\"UnlockDelay\":{\"UnlockDelayValue\":9,\"UnlockDelayUnit\":\"DAYS\"}}}";

    private final RbinService service = new RbinService(new CalledActions(new ErrorAnswers(new Random(1))));
    private final List<Request<?>> asked = new ArrayList<>();
    private final AtomicInteger claims = new AtomicInteger();

    private AwsAnswer answer(ActionHandler actions, String method, String path, String body) {
        String[] parts = path.split("\\?", 2);
        AwsRequest request = new AwsRequest(
                method,
                parts[0],
                parts.length == 1 ? "" : parts[1],
                List.of(),
                body.getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        return service.answer(
                new AwsCall(request, new AwsCaller("000000000000", "", actions), "id-1", claims::incrementAndGet));
    }

    private String answer(int status, String method, String path, String body) {
        AwsAnswer answer = answer(
                request -> {
                    asked.add(request);
                    return request.answerType() == Done.class
                            ? new Done(true)
                            : request instanceof ListRules ? new RetentionRuleList(List.of(RULE), ID) : RULE;
                },
                method,
                path,
                body);
        assertThat(answer.status()).isEqualTo(status);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private String refusal(int status, ActionHandler actions, String method, String path, String body) {
        AwsFault fault = catchThrowableOfType(AwsFault.class, () -> answer(actions, method, path, body));
        AwsAnswer answer = service.refusal(fault, "id-1");
        assertThat(answer.status()).as(fault.text()).isEqualTo(status);
        return answer.headers().get("x-amzn-ErrorType") + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static ActionHandler failing(RuntimeException failure) {
        return request -> {
            throw failure;
        };
    }

    @Test
    void rulesAreMadeWithEverythingThatTheyHave() {
        String made = answer(201, "POST", "/rules", """
                {"ResourceType": "EBS_SNAPSHOT", "Description": "words",
                 "RetentionPeriod": {"RetentionPeriodValue": 7, "RetentionPeriodUnit": "DAYS"},
                 "ResourceTags": [{"ResourceTagKey": "env"}, {"ResourceTagKey": "e", "ResourceTagValue": ""}],
                 "ExcludeResourceTags": [{"ResourceTagKey": "scratch", "ResourceTagValue": "1"}],
                 "Tags": [{"Key": "a", "Value": "1"}],
                 "LockConfiguration": {"UnlockDelay": {"UnlockDelayValue": 9, "UnlockDelayUnit": "DAYS"}}}""");
        assertThat(asked)
                .containsExactly(new CreateRule(
                        "EBS_SNAPSHOT",
                        RetentionPeriod.days(7),
                        "words",
                        List.of(new ResourceTag("env", null), new ResourceTag("e", "")),
                        List.of(new ResourceTag("scratch", "1")),
                        List.of(new Tag("a", "1")),
                        LockConfiguration.days(9)));
        assertThat(made)
                .isEqualTo(WHOLE.substring(0, WHOLE.length() - 1) + ",\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"}]}");
        assertThat(claims).hasValue(1);
    }

    @Test
    void rulesAreShownChangedLockedAndDeleted() {
        assertThat(answer(200, "GET", "/rules/" + ID, "")).isEqualTo(WHOLE);
        assertThat(answer(200, "PATCH", "/rules/" + ID, """
                        {"RetentionPeriod": {"RetentionPeriodValue": 8, "RetentionPeriodUnit": "DAYS"}, "ResourceTags": [],
                         "ResourceType": "EBS_SNAPSHOT"}""")).isEqualTo(WHOLE);
        assertThat(answer(200, "PATCH", "/rules/" + ID + "/lock", """
                        {"LockConfiguration": {"UnlockDelay": {"UnlockDelayValue": 30, "UnlockDelayUnit": "DAYS"}}}""")).isEqualTo(WHOLE);
        assertThat(answer(200, "PATCH", "/rules/" + ID + "/unlock", "")).isEqualTo(WHOLE);
        assertThat(answer(204, "DELETE", "/rules/" + ID, "")).isEmpty();
        assertThat(asked)
                .containsExactly(
                        new GetRule(ID),
                        new GetRule(ID),
                        new UpdateRule(ID, RetentionPeriod.days(8), null, List.of(), null),
                        new LockRule(ID, LockConfiguration.days(30)),
                        new UnlockRule(ID),
                        new DeleteRule(ID));
    }

    @Test
    void rulesAreListedByWhatTheyKeepInPages() {
        String first = answer(
                200,
                "POST",
                "/list-rules",
                "{\"ResourceType\": \"EBS_SNAPSHOT\", \"MaxResults\": 1, \"LockState\": \"locked\"}");
        assertThat(first)
                .contains("\"Identifier\":\"abcdefghijk\"", "\"NextToken\":\"TGlzdFJ1bGVzIGFiY2RlZmdoaWpr\"")
                .doesNotContain("ResourceType");
        String unused = answer(
                200,
                "POST",
                "/list-rules",
                "{\"ResourceType\": \"EBS_SNAPSHOT\", \"NextToken\": \"TGlzdFJ1bGVzIGFiY2RlZmdoaWpr\"}");
        assertThat(asked)
                .containsExactly(
                        new ListRules("EBS_SNAPSHOT", "locked", new Page(1, null)),
                        new ListRules("EBS_SNAPSHOT", null, new Page(null, ID)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ResourceTags\": [{\"ResourceTagKey\": \"team\"}] | true",
                "\"ResourceTags\": [{\"ResourceTagKey\": \"team\", \"ResourceTagValue\": \"x\"}] | true",
                "\"ResourceTags\": [{\"ResourceTagKey\": \"team\", \"ResourceTagValue\": \"y\"}] | false",
                "\"ResourceTags\": [{\"ResourceTagKey\": \"env\"}, {\"ResourceTagKey\": \"none\"}] | false",
                "\"ExcludeResourceTags\": [{\"ResourceTagKey\": \"env\"}] | false",
            })
    void listedAreThoseThatLookForAllTags(String filter, boolean listed) {
        String rules = answer(200, "POST", "/list-rules", "{\"ResourceType\": \"EBS_SNAPSHOT\", " + filter + "}");
        assertThat(rules.contains(ID + "\",")).isEqualTo(listed);
    }

    @Test
    void tagsOfRulesAreNamedByTheirArns() {
        assertThat(answer(200, "GET", TAGS, "")).isEqualTo("{\"Tags\":[{\"Key\":\"a\",\"Value\":\"1\"}]}");
        assertThat(answer(201, "POST", TAGS, "{\"Tags\": [{\"Key\": \"b\", \"Value\": \"\"}]}"))
                .isEqualTo("{}");
        assertThat(answer(204, "DELETE", TAGS + "?tagKeys=b&tagKeys=c%20d", "")).isEmpty();
        assertThat(asked)
                .containsExactly(
                        new GetRule(ID),
                        new GetRule(ID),
                        new CreateTags(List.of(ID), List.of(new Tag("b", ""))),
                        new GetRule(ID),
                        new DeleteTags(List.of(ID), List.of(new ResourceTag("b", null), new ResourceTag("c d", null))));
        assertThat(refusal(404, request -> RULE, "GET", TAGS.replace("local", "mars"), ""))
                .contains("RULE_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/rules | {} | ResourceType is required",
                "/rules | {\"ResourceType\": \"EBS_SNAPSHOT\"} | RetentionPeriod is required",
                "/rules | {\"ResourceType\": \"x\"} | ResourceType",
                "/rules | {\"ResourceType\": \"EBS_SNAPSHOT\", \"RetentionPeriod\": {\"RetentionPeriodUnit\": \"DAYS\", \"RetentionPeriodValue\": 366}} | RetentionPeriod.RetentionPeriodValue is not a whole number from 1 to 365",
                "/rules | {\"ResourceType\": \"EBS_SNAPSHOT\", \"RetentionPeriod\": {\"RetentionPeriodUnit\": \"WEEKS\", \"RetentionPeriodValue\": 1}} | RetentionPeriodUnit is not DAYS",
                "/rules | {\"ResourceType\": \"EBS_SNAPSHOT\", \"RetentionPeriod\": {\"RetentionPeriodUnit\": \"DAYS\", \"RetentionPeriodValue\": 1}, \"Surprise\": 1} | Surprise is not understood",
                "/list-rules | {\"ResourceType\": \"EBS_SNAPSHOT\", \"NextToken\": \"!\"} | INVALID_PAGE_TOKEN",
                "/list-rules | {\"ResourceType\": \"EBS_SNAPSHOT\", \"NextToken\": \"TGlzdEtleXMgYWJjZGVmZ2hpams\"} | INVALID_PAGE_TOKEN",
                "/list-rules | {\"ResourceType\": \"EBS_SNAPSHOT\", \"LockState\": \"open\"} | LockState",
            })
    void whatIsWrongIsRefused(String path, String body, String words) {
        String refused = refusal(400, request -> RULE, "POST", path, body);
        assertThat(refused).startsWith("ValidationException").contains(words).containsPattern("\"Reason\":\"INVALID_");
        assertThat(claims).hasValue(0);
    }

    @Test
    void theTypeOfARuleIsNotChanged() {
        assertThat(refusal(400, request -> RULE, "PATCH", "/rules/" + ID, "{\"ResourceType\": \"EBS_VOLUME\"}"))
                .contains("ResourceType of a rule cannot be changed");
    }

    @Test
    void failuresHaveTheBinsCodes() {
        String path = "/rules/" + ID;
        assertThat(refusal(404, failing(new Failure.NotFound("none")), "DELETE", path, ""))
                .startsWith("ResourceNotFoundException")
                .contains("RULE_NOT_FOUND");
        assertThat(refusal(409, failing(new Failure.Conflict("locked")), "DELETE", path, ""))
                .startsWith("ConflictException")
                .contains("INVALID_RULE_STATE");
        assertThat(refusal(402, failing(new Failure.Exhausted("many", null)), "DELETE", path, ""))
                .startsWith("ServiceQuotaExceededException");
        assertThat(refusal(400, failing(new Failure.Invalid("bad")), "DELETE", path, ""))
                .contains("INVALID_PARAMETER_VALUE");
        assertThat(refusal(403, failing(new Failure.Denied("no")), "DELETE", path, ""))
                .startsWith("AccessDeniedException");
        assertThat(refusal(500, failing(new IllegalStateException("secret detail")), "DELETE", path, ""))
                .doesNotContain("secret detail");
    }

    @Test
    void unsignedRequestsAreKnownByTheirPaths() {
        for (Map.Entry<String, Boolean> path : Map.of(
                        "/rules", true, "/rules/x", true, "/list-rules", true, TAGS, true, "/policies", false)
                .entrySet()) {
            AwsRequest request = new AwsRequest("GET", path.getKey(), "", List.of(), new byte[0], Optional.empty());
            assertThat(service.takes(request)).as(path.getKey()).isEqualTo(path.getValue());
        }
        AwsRequest policy =
                new AwsRequest("GET", TAGS.replace("rbin", "dlm"), "", List.of(), new byte[0], Optional.empty());
        assertThat(service.takes(policy)).isFalse();
    }
}
