package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention rules and policies of two accounts by boto3, with the keys of two users of this machine neither of whom is the administrator. */
@RequiresRoot
@Requires(command = {"setpriv", "aws", "python3"})
class AwsAccountPoliciesIT {

    private static final String OWNER = "111111111111";
    private static final String OTHER = "222222222222";

    /** Users of every Debian, with one group: nobody, and the one that fetches packages. */
    private static final int NOBODY = 65534;

    private static final int APT = 42;
    private static final int NOGROUP = 65534;

    /** What all programs begin with. Each refusal is told with what its service says of it besides. */
    private static final String BEGIN = """
            import sys, boto3
            from botocore.exceptions import ClientError
            endpoint, account = sys.argv[1:3]
            rbin, dlm, ec2 = (boto3.client(name, endpoint_url=endpoint) for name in ('rbin', 'dlm', 'ec2'))
            def refused(code, call, **more):
                try:
                    call(**more)
                except ClientError as e:
                    assert e.response['Error']['Code'] == code, e.response
                    return e.response
                assert False, (code, more)
            week = {'RetentionPeriodValue': 7, 'RetentionPeriodUnit': 'DAYS'}
            lock = {'UnlockDelay': {'UnlockDelayValue': 7, 'UnlockDelayUnit': 'DAYS'}}
            role = 'arn:aws:iam::%s:role/dlm' % account
            def rule_arn(id):
                return 'arn:aws:rbin:local:%s:rule/%s' % (account, id)
            def rules(**filters):
                pages = rbin.get_paginator('list_rules').paginate(
                    ResourceType='EBS_SNAPSHOT', PaginationConfig={'PageSize': 1}, **filters)
                return sorted(rule['Identifier'] for page in pages for rule in page['Rules'])
            def policies(**filters):
                return sorted(policy['PolicyId'] for policy in dlm.get_lifecycle_policies(**filters)['Policies'])
            def details(**more):
                return {'PolicyType': 'EBS_SNAPSHOT_MANAGEMENT', 'ResourceTypes': ['VOLUME'],
                    'TargetTags': [{'Key': 'backup', 'Value': 'yes'}], 'Schedules': [dict({'Name': 'Each minute',
                        'CreateRule': {'CronExpression': 'cron(* * * * ? *)'}, 'RetainRule': {'Count': 2}}, **more)]}
            """;

    /** The whole life of rules. */
    private static final String RULES = BEGIN + """
            one = rbin.create_rule(ResourceType='EBS_SNAPSHOT', RetentionPeriod=week, Description='words',
                ResourceTags=[{'ResourceTagKey': 'env', 'ResourceTagValue': 'prod'}], Tags=[{'Key': 'a', 'Value': '1'}])
            assert one.get('RuleArn', rule_arn(one['Identifier'])) == rule_arn(one['Identifier']), one
            id = one['Identifier']
            all = rbin.create_rule(ResourceType='EBS_SNAPSHOT', RetentionPeriod=week)['Identifier']
            got = rbin.get_rule(Identifier=id)
            assert got['Description'] == 'words' and got['Status'] == 'available', got
            assert rules() == sorted([id, all]), rules()
            assert rules(ResourceTags=[{'ResourceTagKey': 'env', 'ResourceTagValue': 'prod'}]) == [id]
            changed = rbin.update_rule(Identifier=id, Description='other words')
            assert changed['Description'] == 'other words' and changed['RetentionPeriod'] == week, changed
            rbin.tag_resource(ResourceArn=rule_arn(id), Tags=[{'Key': 'b', 'Value': '2'}])
            rbin.untag_resource(ResourceArn=rule_arn(id), TagKeys=['a'])
            assert rbin.list_tags_for_resource(ResourceArn=rule_arn(id))['Tags'] == [{'Key': 'b', 'Value': '2'}]
            assert rbin.lock_rule(Identifier=all, LockConfiguration=lock)['LockState'] == 'locked'
            assert refused('ConflictException', rbin.delete_rule, Identifier=all)['Reason'] == 'INVALID_RULE_STATE'
            assert rbin.unlock_rule(Identifier=all)['LockState'] == 'pending_unlock'
            last = rbin.create_rule(ResourceType='EBS_VOLUME', RetentionPeriod=week)['Identifier']
            rbin.delete_rule(Identifier=last)
            refused('ResourceNotFoundException', rbin.get_rule, Identifier=last)
            print(id, all)
            """;

    /** The whole life of policies. */
    private static final String POLICIES = BEGIN + """
            def create(given, **more):
                return dlm.create_lifecycle_policy(ExecutionRoleArn=role, Description='minutes', State='ENABLED',
                    PolicyDetails=given, **more)['PolicyId']
            id = create(details(TagsToAdd=[{'Key': 'by', 'Value': 'dlm'}]), Tags={'team': 'x'})
            arn = 'arn:aws:dlm:local:%s:policy/%s' % (account, id)
            policy = dlm.get_lifecycle_policy(PolicyId=id)['Policy']
            assert policy['PolicyArn'] == arn and policy['ExecutionRoleArn'] == role, policy
            assert policy['State'] == 'ENABLED' and policy['Tags'] == {'team': 'x'}, policy
            assert policies() == [id] and policies(PolicyIds=[id]) == [id] and policies(TagsToAdd=['by=dlm']) == [id]
            dlm.update_lifecycle_policy(PolicyId=id, Description='each minute', State='DISABLED')
            dlm.tag_resource(ResourceArn=arn, Tags={'more': '1'})
            dlm.untag_resource(ResourceArn=arn, TagKeys=['team'])
            assert dlm.list_tags_for_resource(ResourceArn=arn)['Tags'] == {'more': '1'}
            policy = dlm.get_lifecycle_policy(PolicyId=id)['Policy']
            assert policy['Description'] == 'each minute' and policies(State='DISABLED') == [id], policy
            dlm.update_lifecycle_policy(PolicyId=id, State='ENABLED')
            last = create(details())
            dlm.delete_lifecycle_policy(PolicyId=last)
            gone = refused('ResourceNotFoundException', dlm.get_lifecycle_policy, PolicyId=last)
            assert gone['ResourceIds'] == [last] and policies() == [id], gone
            print(id)
            """;

    /** What is somebody else's is as what never was; the administrator's is named so. */
    private static final String STRANGER = BEGIN + """
            theirs, their_rule, their_policy = sys.argv[3:6]
            def of_rule(id):
                arn = 'arn:aws:rbin:local:%s:rule/%s' % (theirs, id)
                return [(rbin.get_rule, {'Identifier': id}), (rbin.delete_rule, {'Identifier': id}),
                    (rbin.update_rule, {'Identifier': id, 'Description': 'mine'}),
                    (rbin.lock_rule, {'Identifier': id, 'LockConfiguration': lock}), (rbin.unlock_rule, {'Identifier': id})
                    ] + [call for to in (arn, rule_arn(id)) for call in (
                    (rbin.tag_resource, {'ResourceArn': to, 'Tags': [{'Key': 'k', 'Value': 'v'}]}),
                    (rbin.untag_resource, {'ResourceArn': to, 'TagKeys': ['b']}),
                    (rbin.list_tags_for_resource, {'ResourceArn': to}))]
            def of_policy(id):
                return [(dlm.get_lifecycle_policy, {'PolicyId': id}), (dlm.delete_lifecycle_policy, {'PolicyId': id}),
                    (dlm.update_lifecycle_policy, {'PolicyId': id, 'State': 'DISABLED'}),
                    (dlm.update_lifecycle_policy, {'PolicyId': id, 'PolicyDetails': details()}),
                    (dlm.get_lifecycle_policies, {'PolicyIds': [id]})
                    ] + [call for of in (theirs, account) for to in ['arn:aws:dlm:local:%s:policy/%s' % (of, id)] for call in (
                    (dlm.tag_resource, {'ResourceArn': to, 'Tags': {'k': 'v'}}),
                    (dlm.untag_resource, {'ResourceArn': to, 'TagKeys': ['more']}),
                    (dlm.list_tags_for_resource, {'ResourceArn': to}))]
            def answers(calls, id):
                found = [refused('ResourceNotFoundException', call, **more) for call, more in calls(id)]
                return [(at['ResponseMetadata']['HTTPStatusCode'], at['Error']['Message'].replace(id, 'ID')) for at in found]
            for calls, id, none in ((of_rule, their_rule, 'abcdefghijk'), (of_policy, their_policy, 'policy-0123456789abcdef0')):
                assert answers(calls, id) == answers(calls, none), answers(calls, id)
            assert rules() == [] and policies() == []
            refused('InvalidRequestException', dlm.create_lifecycle_policy, ExecutionRoleArn=role, Description='root',
                State='ENABLED', PolicyDetails=details(CreateRule={'CronExpression': 'cron(* * * * ? *)',
                    'Scripts': [{'Stages': ['PRE'], 'ExecutionHandler': 'AWS_VSS_BACKUP'}]}
                    if 'Scripts' in dlm.meta.service_model.shape_for('CreateRule').members else {'Interval': 7, 'IntervalUnit': 'HOURS'}))
            refused('UnauthorizedOperation', ec2.modify_ebs_default_kms_key_id, KmsKeyId='alias/mine')
            refused('UnauthorizedOperation', ec2.enable_ebs_encryption_by_default)
            print('done')
            """;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private Path classes;

    private int port;

    @BeforeEach
    void prepare() throws IOException {
        Assumptions.assumeTrue(
                Commands.succeeds("getent", "passwd", "nobody") && Commands.succeeds("getent", "passwd", "_apt"),
                "users of Debian");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = DaemonHome.in(folder);
        port = AwsTools.freePort();
        Path files = Files.createDirectory(folder.resolve("policies.d"));
        Files.writeString(files.resolve("file.toml"), """
                account = "111111111111"
                [target]
                tags = ["other"]
                [schedule.s]
                every = "1 year"
                [schedule.s.retain]
                count = 1
                """);
        Files.writeString(home.config(), """
                [socket]
                group = "nogroup"
                [accounts]
                "111111111111" = { users = ["nobody"] }
                "222222222222" = { users = ["_apt"] }
                [lifecycle]
                scheduler = "no"
                policies = "%s"
                [aws]
                listen = "127.0.0.1:%d"
                """.formatted(files, port));
        classes = OtherUser.readableClasses(folder);
    }

    private RunningDaemon start() {
        RunningDaemon daemon = RunningDaemon.start(home);
        AwsTools.awaitPort(port);
        return daemon;
    }

    private String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** AWS's tools with a key that a user has made for themselves. */
    private AwsTools of(OtherUser user) {
        String key = user.run("-o", "json", "access-key", "create");
        return AwsTools.with(member(key, "AccessKeyId"), member(key, "SecretAccessKey"), endpoint());
    }

    private static String member(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\": *\"([^\"]+)\"").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return found.group(1);
    }

    @Test
    void eachAccountHasRulesAndPoliciesOfItsOwnAndSeesNoOthers() throws IOException {
        try (RunningDaemon daemon = start();
                OtherUser owner = OtherUser.of(NOBODY, NOGROUP, classes, home.socket());
                OtherUser other = OtherUser.of(APT, NOGROUP, classes, home.socket())) {
            AwsTools root = AwsTools.with(daemon.call(new CreateAccessKey()).accessKey(), endpoint());
            AwsTools owners = of(owner);
            AwsTools others = of(other);
            String adminsRule = rule(root);
            String adminsPolicy = policy(root);
            String[] rules = owners.python(RULES, OWNER).split(" ", -1);
            String policy = owners.python(POLICIES, OWNER);
            String file = root.aws(
                    "dlm", "get-lifecycle-policies", "--query", "Policies[?PolicyId!='" + adminsPolicy + "'].PolicyId");
            file = file.replace(policy, "").strip();
            assertThat(file).matches("policy-[0-9a-f]{17}");
            assertThat(others.python(STRANGER, OTHER, OWNER, rules[0], policy)).isEqualTo("done");
            assertThat(others.python(STRANGER, OTHER, "000000000000", adminsRule, adminsPolicy))
                    .isEqualTo("done");
            assertThat(others.python(STRANGER, OTHER, OWNER, rules[1], file)).isEqualTo("done");
            assertThat(owners.attempt("dlm", "get-lifecycle-policy", "--policy-id", file)
                            .output())
                    .as("the administrator's, also where it is for the account")
                    .contains("ResourceNotFoundException");
            assertThat(owners.aws("rbin", "get-rule", "--identifier", rules[0], "--query", "Description"))
                    .as("after what others have tried")
                    .isEqualTo("other words");
            assertThat(owners.aws("dlm", "get-lifecycle-policy", "--policy-id", policy, "--query", "Policy.State"))
                    .isEqualTo("ENABLED");
            daemon.stop();
        }
    }

    private static String rule(AwsTools tools) {
        return tools.aws(
                "rbin",
                "create-rule",
                "--resource-type",
                "EBS_SNAPSHOT",
                "--retention-period",
                "RetentionPeriodValue=7,RetentionPeriodUnit=DAYS",
                "--query",
                "Identifier");
    }

    private static String policy(AwsTools tools) {
        return tools.aws(
                "dlm",
                "create-lifecycle-policy",
                "--execution-role-arn",
                "arn:aws:iam::000000000000:role/dlm",
                "--description",
                "minutes",
                "--state",
                "ENABLED",
                "--policy-details",
                """
                {"ResourceTypes": ["VOLUME"], "TargetTags": [{"Key": "backup", "Value": "yes"}], "Schedules": [{
                  "Name": "Each minute", "CreateRule": {"CronExpression": "cron(* * * * ? *)"}, "RetainRule": {"Count": 1}}]}""",
                "--query",
                "PolicyId");
    }

    @Test
    void policiesAndRulesOfAnAccountAreCarriedOutForItAlone() throws IOException {
        try (RunningDaemon daemon = start();
                OtherUser owner = OtherUser.of(NOBODY, NOGROUP, classes, home.socket());
                OtherUser other = OtherUser.of(APT, NOGROUP, classes, home.socket())) {
            AwsTools owners = of(owner);
            AwsTools others = of(other);
            for (AwsTools tools : new AwsTools[] {owners, others}) {
                tools.aws(
                        "ec2",
                        "create-volume",
                        "--availability-zone",
                        "a",
                        "--size",
                        "1",
                        "--tag-specifications",
                        "ResourceType=volume,Tags=[{Key=backup,Value=yes}]");
            }
            String rule = rule(owners);
            String policy = policy(owners);
            String snapshot = made(owner, owners);
            assertThat(snapshots(others)).as("none of another account's volume").isEmpty();
            assertThat(owner.run("lifecycle", "explain", snapshot)).contains(policy);
            owners.aws("dlm", "delete-lifecycle-policy", "--policy-id", policy);
            owners.aws("ec2", "delete-snapshot", "--snapshot-id", snapshot);
            assertThat(owners.aws("ec2", "list-snapshots-in-recycle-bin")).contains(snapshot);
            assertThat(others.aws("ec2", "list-snapshots-in-recycle-bin")).doesNotContain(snapshot);
            owners.aws("ec2", "restore-snapshot-from-recycle-bin", "--snapshot-id", snapshot);
            assertThat(snapshots(owners)).isEqualTo(snapshot);
            owners.aws("rbin", "delete-rule", "--identifier", rule);
            owners.aws("ec2", "delete-snapshot", "--snapshot-id", snapshot);
            assertThat(owners.aws("ec2", "list-snapshots-in-recycle-bin")).doesNotContain(snapshot);
            daemon.stop();
        }
    }

    /** Runs policies until they have made a snapshot. */
    private static String made(OtherUser user, AwsTools tools) {
        String made = snapshots(tools);
        while (made.isEmpty()) {
            user.run("lifecycle", "run");
            made = snapshots(tools);
        }
        assertThat(made).matches("snap-[0-9a-f]{17}");
        return made;
    }

    private static String snapshots(AwsTools tools) {
        return tools.aws(
                "ec2",
                "describe-snapshots",
                "--owner-ids",
                "self",
                "--filters",
                "Name=status,Values=completed",
                "--query",
                "Snapshots[].SnapshotId");
    }
}
