package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention rules and policies by the real {@code aws} and boto3 against a real daemon, which carries them out. */
@RequiresRoot
@Requires(command = {"aws", "python3", "curl"})
class AwsPoliciesIT {

    /** Rules with all that they can have, their errors and pages. */
    private static final String RULES = """
            import sys, boto3
            rbin = boto3.client('rbin', endpoint_url=sys.argv[1])
            week = {'RetentionPeriodValue': 7, 'RetentionPeriodUnit': 'DAYS'}
            lock = {'UnlockDelay': {'UnlockDelayValue': 7, 'UnlockDelayUnit': 'DAYS'}}
            tagged = rbin.create_rule(ResourceType='EBS_SNAPSHOT', RetentionPeriod=week, Description='words',
                ResourceTags=[{'ResourceTagKey': 'env', 'ResourceTagValue': 'prod'}], Tags=[{'Key': 'a', 'Value': '1'}])
            assert tagged['Status'] == 'available' and tagged['LockState'] == 'unlocked', tagged
            assert tagged['Tags'] == [{'Key': 'a', 'Value': '1'}], tagged
            one = tagged['Identifier']
            arn = tagged.get('RuleArn', 'arn:aws:rbin:local:000000000000:rule/' + one)
            rbin.tag_resource(ResourceArn=arn, Tags=[{'Key': 'b', 'Value': 'x y'}])
            rbin.untag_resource(ResourceArn=arn, TagKeys=['a'])
            assert rbin.list_tags_for_resource(ResourceArn=arn)['Tags'] == [{'Key': 'b', 'Value': 'x y'}]
            all = rbin.create_rule(ResourceType='EBS_SNAPSHOT', RetentionPeriod=week)['Identifier']
            def listed(**filters):
                pages = rbin.get_paginator('list_rules').paginate(
                    ResourceType='EBS_SNAPSHOT', PaginationConfig={'PageSize': 1}, **filters)
                return sorted(rule['Identifier'] for page in pages for rule in page['Rules'])
            assert listed() == sorted([one, all])
            assert listed(ResourceTags=[{'ResourceTagKey': 'env', 'ResourceTagValue': 'prod'}]) == [one]
            try:
                rbin.lock_rule(Identifier=one, LockConfiguration=lock)
                assert False
            except rbin.exceptions.ConflictException as e:
                assert e.response['Reason'] == 'INVALID_RULE_STATE', e.response
            assert rbin.lock_rule(Identifier=all, LockConfiguration=lock)['LockState'] == 'locked'
            assert listed(LockState='locked') == [all]
            try:
                rbin.delete_rule(Identifier=all)
                assert False
            except rbin.exceptions.ConflictException:
                pass
            unlocked = rbin.unlock_rule(Identifier=all)
            days = (unlocked['LockEndTime'] - __import__('datetime').datetime.now(unlocked['LockEndTime'].tzinfo)).days
            assert unlocked['LockState'] == 'pending_unlock' and days in (6, 7), unlocked
            changed = rbin.update_rule(Identifier=one, RetentionPeriod={'RetentionPeriodValue': 8, 'RetentionPeriodUnit': 'DAYS'})
            assert changed['RetentionPeriod']['RetentionPeriodValue'] == 8 and changed['Description'] == 'words', changed
            rbin.delete_rule(Identifier=one)
            try:
                rbin.get_rule(Identifier=one)
                assert False
            except rbin.exceptions.ResourceNotFoundException as e:
                assert e.response['Reason'] == 'RULE_NOT_FOUND', e.response
            try:
                rbin.update_rule(Identifier=all, RetentionPeriod={'RetentionPeriodValue': 366, 'RetentionPeriodUnit': 'DAYS'})
                assert False
            except rbin.exceptions.ValidationException as e:
                assert e.response['Reason'] == 'INVALID_PARAMETER_VALUE' and '365' in str(e), e.response
            print('done')
            """;

    /** Policies of each kind, read back as they were given. */
    private static final String POLICIES = """
            import sys, boto3
            dlm = boto3.client('dlm', endpoint_url=sys.argv[1])
            role = 'arn:aws:iam::000000000000:role/dlm'
            def details(*schedules):
                return {'PolicyType': 'EBS_SNAPSHOT_MANAGEMENT', 'ResourceTypes': ['VOLUME'],
                    'TargetTags': [{'Key': 'backup', 'Value': 'yes'}], 'Schedules': list(schedules)}
            def create(description, given, **more):
                return dlm.create_lifecycle_policy(ExecutionRoleArn=role, Description=description, State='ENABLED',
                    PolicyDetails=given, **more)['PolicyId']
            def get(id):
                return dlm.get_lifecycle_policy(PolicyId=id)['Policy']
            hours = {'Name': 'Twice a day', 'CopyTags': True, 'CreateRule': {'Interval': 12, 'IntervalUnit': 'HOURS', 'Times': ['09:45']},
                'RetainRule': {'Count': 14}, 'TagsToAdd': [{'Key': 'by', 'Value': 'dlm'}],
                'VariableTags': [{'Key': 'at', 'Value': '$(timestamp)'}],
                'FastRestoreRule': {'Count': 1, 'AvailabilityZones': ['a']}}
            nights = {'Name': 'Nights', 'CreateRule': {'CronExpression': 'cron(0 3 ? * MON-FRI *)'},
                'RetainRule': {'Interval': 3, 'IntervalUnit': 'MONTHS'},
                'CrossRegionCopyRules': [{'Target': 'local', 'Encrypted': True, 'CmkArn': sys.argv[2], 'CopyTags': True,
                    'RetainRule': {'Interval': 1, 'IntervalUnit': 'YEARS'}}],
                'ShareRules': [{'TargetAccounts': ['111122223333'], 'UnshareInterval': 1, 'UnshareIntervalUnit': 'WEEKS'}]}
            months = {'Name': 'Months', 'CreateRule': {'CronExpression': 'cron(0 3 1 * ? *)'},
                'RetainRule': {'Interval': 1, 'IntervalUnit': 'MONTHS'}, 'DeprecateRule': {'Interval': 1, 'IntervalUnit': 'MONTHS'},
                'ArchiveRule': {'RetainRule': {'RetentionArchiveTier': {'Interval': 1, 'IntervalUnit': 'YEARS'}}}}
            ids = []
            for given in (details(hours), details(nights), details(months), details(hours, nights, months)):
                id = create('policy %d' % len(ids), given, Tags={'team': 'x y'})
                policy = get(id)
                assert {k: policy['PolicyDetails'][k] for k in given} == given, policy
                assert policy['ExecutionRoleArn'] == role and policy['Tags'] == {'team': 'x y'}, policy
                assert policy['State'] == 'ENABLED' and not policy.get('DefaultPolicy') and policy['DateCreated'], policy
                ids.append(id)
            standby = []
            # Older ones know no default policies.
            if 'DefaultPolicy' in dlm.meta.service_model.operation_model('CreateLifecyclePolicy').input_shape.members:
                standby = [dlm.create_lifecycle_policy(ExecutionRoleArn=role, Description='default', State='DISABLED',
                    DefaultPolicy='VOLUME', CreateInterval=2, RetainInterval=9, CopyTags=True,
                    Exclusions={'ExcludeBootVolumes': True})['PolicyId']]
                policy = get(standby[0])
                assert policy['DefaultPolicy'] and policy['State'] == 'DISABLED', policy
                assert policy['PolicyDetails']['CreateInterval'] == 2, policy
                assert policy['PolicyDetails']['RetainInterval'] == 9, policy
            def listed(**filters):
                return sorted(policy['PolicyId'] for policy in dlm.get_lifecycle_policies(**filters)['Policies'])
            file = [policy['PolicyId'] for policy in dlm.get_lifecycle_policies()['Policies'] if policy['Description'] == 'a file']
            assert listed() == sorted(ids + standby + file) and len(file) == 1
            assert listed(State='DISABLED') == standby and (not standby or listed(DefaultPolicyType='ALL') == standby)
            assert listed(TagsToAdd=['by=dlm']) == sorted([ids[0], ids[3]]) and listed(TargetTags=['backup=yes']) == sorted(ids)
            assert listed(PolicyIds=ids[:2]) == sorted(ids[:2]) and listed(ResourceTypes=['INSTANCE']) == []
            dlm.update_lifecycle_policy(PolicyId=ids[0], Description='changed', State='DISABLED')
            policy = get(ids[0])
            assert policy['Description'] == 'changed' and policy['PolicyDetails']['Schedules'] == [hours], policy
            dlm.tag_resource(ResourceArn=policy['PolicyArn'], Tags={'more': '1'})
            dlm.untag_resource(ResourceArn=policy['PolicyArn'], TagKeys=['team'])
            assert dlm.list_tags_for_resource(ResourceArn=policy['PolicyArn'])['Tags'] == {'more': '1'}
            def refused(call, *words):
                try:
                    call()
                except dlm.exceptions.InvalidRequestException as e:
                    assert all(word in str(e.response) for word in words), e.response
                    return
                assert False, words
            refused(lambda: create('x', dict(details(hours), ResourceTypes=['INSTANCE'])), 'ResourceTypes')
            refused(lambda: create('x', details(dict(hours, RetainRule={}))), 'RequiredParameters')
            refused(lambda: create('x', details(dict(nights, CrossRegionCopyRules=[{'Target': 'us-east-1', 'Encrypted': True}]))), 'Target is local')
            refused(lambda: create('x', details(dict(nights, CreateRule={'CronExpression': 'cron(0 99 ? * * *)'}))), 'cron')
            refused(lambda: dlm.delete_lifecycle_policy(PolicyId=file[0]), 'file.toml')
            for id in ids + standby:
                dlm.delete_lifecycle_policy(PolicyId=id)
            try:
                get(ids[0])
                assert False
            except dlm.exceptions.ResourceNotFoundException as e:
                assert e.response['ResourceIds'] == [ids[0]], e.response
            print('done')
            """;

    private static final String EACH_MINUTE = """
            {"ResourceTypes": ["VOLUME"], "TargetTags": [{"Key": "backup", "Value": "yes"}], "Schedules": [{
              "Name": "Each minute", "CopyTags": true, "CreateRule": {"CronExpression": "cron(* * * * ? *)"},
              "RetainRule": {"Count": 1}, "TagsToAdd": [{"Key": "by", "Value": "dlm"}]}]}""";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private Path policies;

    private int port;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        port = AwsTools.freePort();
        policies = Files.createDirectory(folder.resolve("policies.d"));
        Files.writeString(
                home.config(),
                "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n[lifecycle]\nscheduler = \"no\"\npolicies = \"" + policies
                        + "\"\n[archive]\ndirectory = \"" + folder.resolve("archive") + "\"\n");
    }

    private RunningDaemon start() {
        RunningDaemon daemon = RunningDaemon.start(home);
        AwsTools.awaitPort(port);
        return daemon;
    }

    private AwsTools tools(RunningDaemon daemon) {
        return AwsTools.with(daemon.call(new CreateAccessKey()).accessKey(), "http://127.0.0.1:" + port);
    }

    private static String volume(RunningDaemon daemon, AwsTools tools) {
        String volume = daemon.call(
                        new CreateVolume(null, 4L << 20, null, List.of(), "data", null, false, null, null, null))
                .volumeId();
        tools.aws("ec2", "create-tags", "--resources", volume, "--tags", "Key=backup,Value=yes");
        return volume;
    }

    @Test
    void rulesAreMadeTaggedListedLockedAndDeleted() {
        try (RunningDaemon daemon = start()) {
            assertThat(tools(daemon).python(RULES)).isEqualTo("done");
        }
    }

    @Test
    void whatARuleKeepsComesBackFromTheBin() {
        try (RunningDaemon daemon = start()) {
            AwsTools tools = tools(daemon);
            String rule = tools.aws(
                    "rbin",
                    "create-rule",
                    "--resource-type",
                    "EBS_SNAPSHOT",
                    "--retention-period",
                    "RetentionPeriodValue=7,RetentionPeriodUnit=DAYS",
                    "--query",
                    "Identifier");
            assertThat(rule).matches("[a-z0-9]{11}");
            assertThat(tools.aws("rbin", "list-rules", "--resource-type", "EBS_SNAPSHOT"))
                    .contains(rule);
            String snapshot =
                    tools.aws("ec2", "create-snapshot", "--volume-id", volume(daemon, tools), "--query", "SnapshotId");
            tools.await("DescribeSnapshots&SnapshotId.1=" + snapshot, "<status>completed");
            tools.aws("ec2", "wait", "snapshot-completed", "--snapshot-ids", snapshot);
            tools.aws("ec2", "delete-snapshot", "--snapshot-id", snapshot);
            assertThat(tools.aws("ec2", "describe-snapshots")).doesNotContain(snapshot);
            assertThat(tools.aws("ec2", "list-snapshots-in-recycle-bin")).contains(snapshot);
            tools.aws("ec2", "restore-snapshot-from-recycle-bin", "--snapshot-id", snapshot);
            assertThat(tools.aws("ec2", "describe-snapshots")).contains(snapshot);
            tools.aws("rbin", "delete-rule", "--identifier", rule);
            assertThat(tools.attempt("rbin", "get-rule", "--identifier", rule).output())
                    .contains("ResourceNotFoundException");
        }
    }

    @Test
    void usersOfTheUnixSocketNeedNoKey() throws IOException {
        Path socket = home.socket().resolveSibling("aws.sock");
        Files.writeString(
                home.config(),
                Files.readString(home.config()).replace("[aws]\n", "[aws]\nsocket = \"" + socket + "\"\n"));
        try (RunningDaemon daemon = start()) {
            AwsTools.awaitFile(socket);
            String[] curl = {"curl", "-s", "--unix-socket", socket.toString()};
            String rule = Commands.run(with(curl, "http://rbin.localhost/rules", "-d", """
                    {"ResourceType": "EBS_VOLUME", "RetentionPeriod": {"RetentionPeriodValue": 1, "RetentionPeriodUnit": "DAYS"}}"""));
            assertThat(rule).contains("\"Status\":\"available\"");
            String arn = rule.replaceAll("(?s).*\"RuleArn\":\"([^\"]*)\".*", "$1");
            String tags = "http://localhost/tags/" + URLEncoder.encode(arn, StandardCharsets.UTF_8);
            assertThat(Commands.run(with(curl, tags))).isEqualTo("{\"Tags\":[]}");
            assertThat(Commands.run(with(curl, "http://dlm.localhost/policies")))
                    .isEqualTo("{\"Policies\":[]}");
            assertThat(daemon.stop()).isZero();
        }
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void policiesAreReadBackAsTheyWereGiven() throws IOException {
        Files.writeString(policies.resolve("file.toml"), """
                description = "a file"
                [target]
                tags = ["other"]
                [schedule.s]
                every = "1 year"
                [schedule.s.retain]
                count = 1
                """);
        try (RunningDaemon daemon = start()) {
            AwsTools tools = tools(daemon);
            CommandLine ebsnap = new CommandLine(home);
            ebsnap.run("key", "create", "--alias", "alias/far");
            assertThat(tools.python(POLICIES, "alias/far")).isEqualTo("done");
        }
    }

    @Test
    void aPolicyIsCarriedOutAsAnyOther() {
        try (RunningDaemon daemon = start()) {
            AwsTools tools = tools(daemon);
            CommandLine ebsnap = new CommandLine(home);
            String volume = volume(daemon, tools);
            String policy = tools.aws(
                    "dlm",
                    "create-lifecycle-policy",
                    "--execution-role-arn",
                    "arn:aws:iam::000000000000:role/dlm",
                    "--description",
                    "minutes",
                    "--state",
                    "ENABLED",
                    "--policy-details",
                    EACH_MINUTE,
                    "--query",
                    "PolicyId");
            assertThat(ebsnap.run("lifecycle", "show", policy)).contains("minutes", "Each minute", "the newest 1");
            assertThat(ebsnap.run("lifecycle", "preview", "--limit", "10")).contains("created");
            String first = made(ebsnap, tools, "none");
            assertThat(tools.aws(
                            "ec2",
                            "describe-snapshots",
                            "--filters",
                            "Name=tag:by,Values=dlm",
                            "Name=tag:backup,Values=yes",
                            "Name=tag:aws:dlm:lifecycle-policy-id,Values=" + policy,
                            "--query",
                            "Snapshots[].VolumeId"))
                    .isEqualTo(volume);
            String second = made(ebsnap, tools, first);
            assertThat(second).isNotEqualTo(first);
            tools.aws("dlm", "update-lifecycle-policy", "--policy-id", policy, "--state", "DISABLED");
            assertThat(ebsnap.run("lifecycle", "list")).contains("DISABLED");
            tools.aws("dlm", "delete-lifecycle-policy", "--policy-id", policy);
            assertThat(tools.aws("ec2", "describe-snapshots"))
                    .as("what it has made stays")
                    .contains(second);
        }
    }

    /** Runs policies until a snapshot of theirs is the only one, and is not the one before. */
    private static String made(CommandLine ebsnap, AwsTools tools, String before) {
        while (true) {
            ebsnap.run("lifecycle", "run");
            String there = tools.aws(
                    "ec2",
                    "describe-snapshots",
                    "--filters",
                    "Name=status,Values=completed",
                    "--query",
                    "Snapshots[].SnapshotId");
            if (there.matches("snap-[0-9a-f]{17}") && !there.equals(before)) {
                return there;
            }
        }
    }
}
