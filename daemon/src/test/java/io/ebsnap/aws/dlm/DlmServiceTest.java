package io.ebsnap.aws.dlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.LifecycleRequest.UpdateLifecyclePolicy;
import io.ebsnap.aws.AwsAnswer;
import io.ebsnap.aws.AwsCall;
import io.ebsnap.aws.AwsCaller;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.AwsRequest;
import io.ebsnap.aws.CalledActions;
import io.ebsnap.control.ActionHandler;
import io.ebsnap.control.ErrorAnswers;
import io.ebsnap.lifecycle.PolicyChange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is given to Data Lifecycle Manager becomes a document that is carried out, and is read back as it was given. */
class DlmServiceTest {

    private static final int TAGS_OF_EACH = 20;
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final String HOURLY = """
            {"Name": "Every hour", "CreateRule": {"Interval": 1, "IntervalUnit": "HOURS", "Times": ["09:30"]},
             "RetainRule": {"Count": 3}}""";
    private static final String EVERYTHING = """
            {"Name": "Nights & \\"days\\"", "CopyTags": true,
             "TagsToAdd": [{"Key": "by", "Value": "dlm"}], "VariableTags": [{"Key": "at", "Value": "$(timestamp)"}],
             "CreateRule": {"Location": "CLOUD", "CronExpression": "cron(0 3 ? * MON-FRI *)"},
             "RetainRule": {"Interval": 5, "IntervalUnit": "WEEKS"},
             "FastRestoreRule": {"Count": 2, "AvailabilityZones": ["a"]},
             "CrossRegionCopyRules": [{"Target": "local", "Encrypted": true, "CmkArn": "alias/far", "CopyTags": true,
                "RetainRule": {"Interval": 1, "IntervalUnit": "YEARS"}},
                {"TargetRegion": "local", "Encrypted": true}],
             "ShareRules": [{"TargetAccounts": ["111122223333"], "UnshareInterval": 2, "UnshareIntervalUnit": "DAYS"}],
             "DeprecateRule": {"Interval": 1, "IntervalUnit": "MONTHS"},
             "ArchiveRule": {"RetainRule": {"RetentionArchiveTier": {"Interval": 90, "IntervalUnit": "DAYS"}}}}""";

    @TempDir
    private Path files = Path.of("");

    private final AtomicInteger claims = new AtomicInteger();
    private final DlmService service = new DlmService(new CalledActions(new ErrorAnswers(new Random(1))), "local");

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private KeptPolicies kept;

    @BeforeEach
    void begin() {
        kept = new KeptPolicies(files);
    }

    private JsonNode ask(String method, String path, String body) {
        return ask(kept, method, path, body);
    }

    private JsonNode ask(ActionHandler actions, String method, String path, String body) {
        String[] parts = path.split("\\?", 2);
        AwsRequest request = new AwsRequest(
                method,
                parts[0],
                parts.length == 1 ? "" : parts[1],
                List.of(),
                body.getBytes(StandardCharsets.UTF_8),
                Optional.empty());
        AwsAnswer answer = service.answer(
                new AwsCall(request, new AwsCaller("000000000000", "", actions), "id-1", claims::incrementAndGet));
        assertThat(answer.status()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    /** As it is told. */
    private JsonNode refusal(int status, String method, String path, String body) {
        return refusal(status, () -> ask(method, path, body), body);
    }

    private JsonNode refusal(int status, ThrowingCallable asked, String body) {
        AwsFault fault = catchThrowableOfType(AwsFault.class, asked);
        assertThat(fault).as(body).isNotNull();
        AwsAnswer answer = service.refusal(fault, "id-1");
        assertThat(answer.status()).as(fault.text()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String standard(String schedules) {
        return """
                {"ExecutionRoleArn": "%s", "Description": "words", "State": "ENABLED", "Tags": {"team": "x y"},
                 "PolicyDetails": {"ResourceTypes": ["VOLUME"], "TargetTags": [{"Key": "backup", "Value": "yes"}],
                    "Schedules": [%s]}}""".formatted(ROLE, schedules);
    }

    private String create(String body) {
        return ask("POST", "/policies", body).get("PolicyId").asString();
    }

    private JsonNode policy(String id) {
        return ask("GET", "/policies/" + id, "").get("Policy");
    }

    private String document() {
        return kept.engine.list().getFirst().document();
    }

    private static String tags(String id) {
        return "/tags/" + URLEncoder.encode("arn:aws:dlm:local:000000000000:policy/" + id, StandardCharsets.UTF_8);
    }

    @Test
    void whatIsGivenIsReadBackAsItWasGiven() {
        String id = create(standard(HOURLY + "," + EVERYTHING));
        JsonNode policy = policy(id);
        JsonNode details = policy.get("PolicyDetails");
        assertThat(details.get("Schedules"))
                .isEqualTo(JsonMapper.shared().readTree("[" + HOURLY + "," + EVERYTHING + "]"));
        assertThat(details.get("TargetTags").toString()).isEqualTo("[{\"Key\":\"backup\",\"Value\":\"yes\"}]");
        assertThat(details.get("PolicyType").asString()).isEqualTo("EBS_SNAPSHOT_MANAGEMENT");
        assertThat(details.get("PolicyLanguage").asString()).isEqualTo("STANDARD");
        assertThat(details.get("ResourceLocations").toString()).isEqualTo("[\"CLOUD\"]");
        assertThat(policy.get("ExecutionRoleArn").asString()).isEqualTo(ROLE);
        assertThat(policy.get("Tags").toString()).isEqualTo("{\"team\":\"x y\"}");
        assertThat(policy.get("State").asString()).isEqualTo("ENABLED");
        assertThat(policy.get("DateCreated").asString()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(policy.get("PolicyArn").asString()).isEqualTo("arn:aws:dlm:local:000000000000:policy/" + id);
        assertThat(policy.get("DefaultPolicy").asBoolean()).isFalse();
        assertThat(policy.has("StatusMessage")).isFalse();
        assertThat(claims).hasValue(1);
    }

    @Test
    void everyRuleBecomesOneOfTheDocument() {
        String unused = create(standard(HOURLY + "," + EVERYTHING));
        assertThat(document())
                .contains(
                        "description = \"words\"\n",
                        "[target]\ntags = [\"backup=yes\"]\n",
                        "name = \"Every hour\"\nevery = \"1 hours\"\nstart = \"09:30\"\n",
                        "retain]\ncount = 3\n",
                        "name = \"Nights & \\\"days\\\"\"\ncron = \"cron(0 3 ? * MON-FRI *)\"\ncopy-tags = true\n",
                        ".tags]\n\"at\" = \"$(timestamp)\"\n\"by\" = \"dlm\"\n",
                        ".retain]\nage = \"125 days\"\n",
                        ".archive]\nafter = \"5 weeks\"\n",
                        ".fast-restore]\ncount = 2\nzones = [\"a\"]\n",
                        "key = \"alias/far\"\ncopy-tags = true\n",
                        ".retain]\nage = \"1 years\"\n",
                        "key = \"alias/aws/ebs\"\ncopy-tags = false\n",
                        ".share]\naccounts = [\"111122223333\"]\nunshare-after = \"2 days\"\n",
                        ".deprecate]\nafter = \"1 months\"\n")
                .containsPattern("\\[schedule.every-hour-[0-9a-f]{8}]");
    }

    @Test
    void defaultPoliciesAreForWhatNoOtherCovers() {
        String id = create("""
                {"ExecutionRoleArn": "r", "Description": "d", "State": "DISABLED", "DefaultPolicy": "VOLUME",
                 "CreateInterval": 2, "CopyTags": true, "PolicyDetails": {"Schedules": [], "ResourceTypes": []},
                 "Exclusions": {"ExcludeBootVolumes": true, "ExcludeTags": [{"Key": "scratch", "Value": "1"}]}}""");
        assertThat(document())
                .contains(
                        "default = true\n",
                        "[exclude]\nboot = true\ntags = [\"scratch=1\"]\n",
                        "every = \"2 days\"\nonly-without = \"2 days\"\ncopy-tags = true\n",
                        "age = \"7 days\"\n");
        JsonNode policy = policy(id);
        assertThat(policy.get("DefaultPolicy").asBoolean()).isTrue();
        assertThat(policy.get("State").asString()).isEqualTo("DISABLED");
        assertThat(policy.get("PolicyDetails").get("RetainInterval").asInt()).isEqualTo(7);
        assertThat(policy.get("PolicyDetails").get("PolicyLanguage").asString()).isEqualTo("SIMPLIFIED");
        JsonNode unused = ask("PATCH", "/policies/" + id, "{\"RetainInterval\": 9, \"State\": \"ENABLED\"}");
        assertThat(policy(id).get("PolicyDetails").get("RetainInterval").asInt())
                .isEqualTo(9);
        assertThat(policy(id).get("PolicyDetails").get("CreateInterval").asInt())
                .isEqualTo(2);
        assertThat(policy(id).get("State").asString()).isEqualTo("ENABLED");
        assertThat(document()).contains("age = \"9 days\"\n");
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() {
        String id = create(standard(HOURLY));
        String schedule = document().replaceAll("(?s).*(\\[schedule\\.[^.\\]]*]).*", "$1");
        JsonNode before = policy(id).get("PolicyDetails");
        JsonNode unused = ask("PATCH", "/policies/" + id, "{\"Description\": \"others\"}");
        assertThat(policy(id).get("Description").asString()).isEqualTo("others");
        assertThat(policy(id).get("PolicyDetails")).isEqualTo(before);
        unused = ask("PATCH", "/policies/" + id, "{\"State\": \"DISABLED\", \"ExecutionRoleArn\": \"other\"}");
        assertThat(policy(id).get("State").asString()).isEqualTo("DISABLED");
        assertThat(policy(id).get("StatusMessage").asString()).contains("nothing of it expires");
        assertThat(policy(id).get("ExecutionRoleArn").asString()).isEqualTo("other");
        unused = ask("PATCH", "/policies/" + id, """
                {"PolicyDetails": {"ResourceTypes": ["VOLUME"], "TargetTags": [{"Key": "k", "Value": ""}],
                 "Schedules": [%s]}}""".formatted(HOURLY.replace("3", "4")));
        assertThat(document()).contains("count = 4\n", "tags = [\"k=\"]", "description = \"others\"");
        assertThat(document()).as("its snapshots are known by the name").contains(schedule);
        unused = ask("DELETE", "/policies/" + id, "");
        assertThat(refusal(404, "GET", "/policies/" + id, "").toString())
                .contains("\"ResourceType\":\"POLICY\"", "\"ResourceIds\":[\"" + id + "\"]");
    }

    @Test
    void tagsStandBesideWhatIsCarriedOut() {
        String id = create(standard(HOURLY));
        JsonNode unused = ask("POST", tags(id), "{\"Tags\": {\"a\": \"1\", \"team\": \"z\"}}");
        assertThat(ask("GET", tags(id), "").toString()).isEqualTo("{\"Tags\":{\"a\":\"1\",\"team\":\"z\"}}");
        unused = ask("DELETE", tags(id) + "?tagKeys=team&tagKeys=none", "");
        assertThat(policy(id).get("Tags").toString()).isEqualTo("{\"a\":\"1\"}");
        assertThat(policy(id).has("StatusMessage")).isFalse();
        assertThat(refusal(404, "GET", tags(id).replace("local", "mars"), "").toString())
                .contains("ResourceIds");
        assertThat(refusal(400, "POST", tags(id), "{\"Tags\": {\"aws:x\": \"1\"}}")
                        .toString())
                .contains("reserved");
    }

    @Test
    void whatSomebodyElseHasChangedIsNotShownAsWhatWasGiven() {
        String id = create(standard(HOURLY));
        String other = document().replace("count = 3", "daily = 3");
        Object unused = kept.engine.update(id, new PolicyChange(other, null, null));
        JsonNode policy = policy(id);
        assertThat(policy.get("StatusMessage").asString()).contains("ebsnap lifecycle show " + id);
        assertThat(policy.has("PolicyDetails")).isFalse();
        assertThat(policy.get("Tags").toString()).isEqualTo("{\"team\":\"x y\"}");
        assertThat(refusal(400, "PATCH", "/policies/" + id, "{\"Description\": \"d\"}")
                        .toString())
                .contains("written by other means", "\"RequiredParameters\":[\"PolicyDetails\"]");
        unused = ask("POST", tags(id), "{\"Tags\": {\"b\": \"2\"}}");
        assertThat(document()).as("its rest stays").endsWith(other.substring(other.indexOf('\n')));
    }

    @Test
    void whatSomebodyElseChangesInTheSameMomentIsKept() {
        String id = create(standard(HOURLY));
        AtomicBoolean first = new AtomicBoolean(true);
        ActionHandler overtaken = request -> {
            if (request instanceof UpdateLifecyclePolicy && first.getAndSet(false)) {
                Object unused = kept.engine.update(
                        id, new PolicyChange(document().replace("count = 3", "daily = 3"), null, null));
            }
            return kept.handle(request);
        };
        JsonNode unused = ask(overtaken, "POST", tags(id), "{\"Tags\": {\"b\": \"2\"}}");
        assertThat(document()).contains("daily = 3").doesNotContain("count = 3");
        assertThat(policy(id).get("Tags").toString()).isEqualTo("{\"b\":\"2\",\"team\":\"x y\"}");
    }

    @Test
    void aChangeThatOthersAlwaysComeBeforeIsRefused() {
        String id = create(standard(HOURLY));
        AtomicInteger others = new AtomicInteger();
        ActionHandler overtaken = request -> {
            if (request instanceof UpdateLifecyclePolicy) {
                Object unused = kept.engine.update(
                        id, new PolicyChange(document() + "# " + others.incrementAndGet() + "\n", null, null));
            }
            return kept.handle(request);
        };
        assertThat(refusal(409, () -> ask(overtaken, "POST", tags(id), "{\"Tags\": {\"b\": \"2\"}}"), id)
                        .toString())
                .contains(id, "try again");
        assertThat(others).hasValueBetween(2, 20);
        assertThat(policy(id).get("Tags").toString()).isEqualTo("{\"team\":\"x y\"}");
        JsonNode unused = ask(overtaken, "PATCH", "/policies/" + id, "{\"State\": \"DISABLED\"}");
        assertThat(policy(id).get("State").asString())
                .as("which says nothing of the document")
                .isEqualTo("DISABLED");
    }

    @Test
    void twoWhoChangeAPolicyAtOnceLoseNothingOfEachOther() throws Exception {
        String id = create(standard(HOURLY));
        DlmService another = new DlmService(new CalledActions(new ErrorAnswers(new Random(2))), "local");
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> tagging = List.of(
                    threads.submit(() -> tagEach(service, id, "one")),
                    threads.submit(() -> tagEach(another, id, "other")));
            for (Future<?> ended : tagging) {
                ended.get();
            }
        }
        assertThat(ask("GET", tags(id), "").get("Tags").size()).isEqualTo(1 + 2 * TAGS_OF_EACH);
    }

    /** One tag after the other, each until it is not refused any more. */
    private void tagEach(DlmService asked, String id, String prefix) {
        for (int i = 0; i < TAGS_OF_EACH; i++) {
            String body = "{\"Tags\": {\"" + prefix + i + "\": \"\"}}";
            while (!isTagged(asked, id, body)) {
                Thread.onSpinWait();
            }
        }
    }

    private boolean isTagged(DlmService asked, String id, String body) {
        AwsRequest request = new AwsRequest(
                "POST", tags(id), "", List.of(), body.getBytes(StandardCharsets.UTF_8), Optional.empty());
        try {
            return asked.answer(new AwsCall(
                                    request, new AwsCaller("000000000000", "", kept), "id-1", claims::incrementAndGet))
                            .status()
                    == 200;
        } catch (AwsFault fault) {
            assertThat(fault.code()).isEqualTo("ConflictException");
            return false;
        }
    }

    @Test
    void aFirstLineThatIsNoneOfOursIsAComment() {
        String id = create(standard(HOURLY));
        for (String line : List.of("# DLM: {", "# DLM: {\"Tags\": 3}", "# DLM: {\"PolicyDetails\": []}", "# DLM: 1")) {
            Object unused =
                    kept.engine.update(id, new PolicyChange(document().replaceFirst("[^\n]*", line), null, null));
            assertThat(policy(id).get("Tags").toString()).isEqualTo("{}");
            assertThat(policy(id).get("StatusMessage").asString()).contains("not written through DLM");
        }
    }

    @Test
    void policiesOfFilesAreShownAndNotChanged() throws IOException {
        Path file = Files.writeString(files.resolve("f.toml"), """
                [target]
                all = true
                [schedule.s]
                every = "5 minutes"
                [schedule.s.retain]
                count = 1
                """);
        String id = ask("GET", "/policies", "")
                .get("Policies")
                .get(0)
                .get("PolicyId")
                .asString();
        assertThat(policy(id).get("ExecutionRoleArn").asString()).startsWith("arn:aws:iam::000000000000:role/");
        for (String[] change : List.of(
                new String[] {"PATCH", "/policies/" + id, "{\"State\": \"DISABLED\"}"},
                new String[] {"DELETE", "/policies/" + id, ""},
                new String[] {"POST", tags(id), "{\"Tags\": {\"a\": \"1\"}}"})) {
            assertThat(refusal(400, change[0], change[1], change[2]).toString()).contains(file.toString());
        }
        assertThat(claims).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ID1 ID2 | ",
                "ID1 | policyIds=ID1",
                "ID2 | state=DISABLED",
                "ID1 ID2 | resourceTypes=VOLUME",
                " | resourceTypes=INSTANCE",
                "ID1 | targetTags=backup%3Dyes&targetTags=other%3D1",
                " | targetTags=backup%3Dno",
                "ID1 | tagsToAdd=by%3Ddlm",
                "ID2 | defaultPolicyType=VOLUME",
                "ID2 | defaultPolicyType=ALL",
                " | defaultPolicyType=INSTANCE",
            })
    void policiesAreListedByWhatTheyAreFor(@Nullable String wanted, @Nullable String query) {
        String one = create(standard(EVERYTHING));
        String two = create("""
                {"ExecutionRoleArn": "r", "Description": "d", "State": "DISABLED", "DefaultPolicy": "VOLUME"}""");
        String asked = query == null ? "" : "?" + query.replace("ID1", one);
        List<String> found = ask("GET", "/policies" + asked, "").get("Policies").findValuesAsString("PolicyId");
        List<String> expected = wanted == null
                ? List.of()
                : List.of(wanted.replace("ID1", one).replace("ID2", two).split(" "));
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Count\": 3 | \"Count\": 0 | RetainRule.Count is 1 or more",
                "\"Count\": 3 | \"Count\": 3, \"Interval\": 1, \"IntervalUnit\": \"DAYS\" | MutuallyExclusiveParameters",
                "\"Count\": 3 | \"Interval\": 1, \"IntervalUnit\": \"HOURS\" | IntervalUnit",
                "\"Count\": 3 | \"Kount\": 3 | RequiredParameters",
                "\"Interval\": 1, | \"Interval\": 5, | CreateRule.Interval",
                "\"Interval\": 1, | \"CronExpression\": \"cron(0 * * * ? *)\", | MutuallyExclusiveParameters",
                "\"HOURS\" | \"MINUTES\" | IntervalUnit",
                "09:30 | 24:00 | Times",
                "[\"09:30\"] | [\"09:30\", \"10:30\"] | Times",
                "\"Times\": | \"Scripts\": [{\"ExecutionHandler\": \"x\"}], \"Times\": | Systems Manager",
                "\"Times\": | \"Location\": \"OUTPOST_LOCAL\", \"Times\": | CreateRule.Location",
                "\"Name\": | \"Surprise\": 1, \"Name\": | Schedules[0].Surprise is not understood",
                "\"Name\": | \"TagsToAdd\": [{\"Key\": \"a\", \"Value\": \"$(date)\"}], \"Name\": | TagsToAdd[0].Value",
                "\"Name\": | \"VariableTags\": [{\"Key\": \"a\", \"Value\": \"$(instance-id)\"}], \"Name\": | VariableTags[0].Value",
                "\"Name\": | \"VariableTags\": [{\"Key\": \"a\", \"Value\": \"$(nonsense)\"}], \"Name\": | nonsense",
                "\"Name\": | \"CrossRegionCopyRules\": [{\"Target\": \"mars\", \"Encrypted\": true}], \"Name\": | CrossRegionCopyRules[0].Target is local",
                "\"Name\": | \"CrossRegionCopyRules\": [{\"Target\": \"local\", \"Encrypted\": false}], \"Name\": | Encrypted",
                "\"Name\": | \"ShareRules\": [{}], \"Name\": | TargetAccounts",
                "\"Name\": | \"DeprecateRule\": {\"Count\": 1}, \"Name\": | DeprecateRule.Count",
                "Every hour | a,b | name",
                "VOLUME | INSTANCE | ResourceTypes",
                "\"TargetTags\" | \"Parameters\": {\"NoReboot\": true}, \"TargetTags\" | Parameters",
                "\"TargetTags\" | \"PolicyType\": \"IMAGE_MANAGEMENT\", \"TargetTags\" | PolicyType",
                "\"TargetTags\" | \"EventSource\": {\"Type\": \"MANAGED_CWE\"}, \"TargetTags\" | EventSource",
                "\"TargetTags\" | \"ResourceLocations\": [\"OUTPOST\"], \"TargetTags\" | ResourceLocations",
                "\"ENABLED\" | \"ERROR\" | State",
                "\"State\": | \"Stat\": | RequiredParameters",
                "\"TargetTags\" | \"Targets\" | RequiredParameters",
            })
    void whatHasNoMeaningIsRefusedByItsName(String part, String instead, String words) {
        String body = standard(HOURLY).replace(part, instead);
        JsonNode refused = refusal(400, "POST", "/policies", body);
        assertThat(refused.toString()).contains(words);
        assertThat(refused.has("Code")).isTrue();
        assertThat(kept.engine.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"CreateInterval\": 7, \"RetainInterval\": 7 | RetainInterval",
                "\"CreateInterval\": 8 | CreateInterval",
                "\"ExtendDeletion\": true | ExtendDeletion",
                "\"CrossRegionCopyTargets\": [{\"TargetRegion\": \"x\"}] | CrossRegionCopyTargets",
                "\"Exclusions\": {\"ExcludeVolumeTypes\": [\"gp2\"]} | ExcludeVolumeTypes",
                "\"PolicyDetails\": {\"Schedules\": [{}]} | Schedules",
                "\"PolicyDetails\": {\"CopyTags\": true}, \"CopyTags\": true | MutuallyExclusiveParameters",
                "\"PolicyDetails\": {\"ResourceType\": \"INSTANCE\"} | ResourceType",
            })
    void whatDefaultPoliciesCannotDoIsRefused(String more, String words) {
        String body = "{\"ExecutionRoleArn\": \"r\", \"Description\": \"d\", \"State\": \"ENABLED\","
                + " \"DefaultPolicy\": \"VOLUME\", " + more + "}";
        assertThat(refusal(400, "POST", "/policies", body).toString()).contains(words);
    }

    @Test
    void schedulesOfOneNameAreTakenForNoneOther() {
        assertThat(refusal(400, "POST", "/policies", standard(HOURLY + "," + HOURLY))
                        .toString())
                .contains("Schedules[1].Name");
    }

    @Test
    void unsignedRequestsAreKnownByTheirPaths() {
        for (Map.Entry<String, Boolean> path : Map.of(
                        "/policies",
                        true,
                        "/policies/x",
                        true,
                        tags("x"),
                        true,
                        "/snapshots",
                        false,
                        "/policiesx",
                        false)
                .entrySet()) {
            AwsRequest request = new AwsRequest("GET", path.getKey(), "", List.of(), new byte[0], Optional.empty());
            assertThat(service.takes(request)).as(path.getKey()).isEqualTo(path.getValue());
        }
        AwsRequest rule =
                new AwsRequest("GET", tags("x").replace("dlm", "rbin"), "", List.of(), new byte[0], Optional.empty());
        assertThat(service.takes(rule)).isFalse();
    }
}
