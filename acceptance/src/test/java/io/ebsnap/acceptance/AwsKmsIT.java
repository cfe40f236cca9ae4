package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.AuditRequest.DescribeAuditLog;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** KMS with the real {@code aws} and boto3 against a real daemon. */
@RequiresRoot
@Requires(command = {"aws", "python3", "curl"})
class AwsKmsIT {

    private static final String OTHER_ACCOUNT = "222222222222";
    private static final String RETIRING_ACCOUNT = "333333333333";
    private static final String PLAINTEXT = "words that nobody else may know";

    /** All that a key does, in pages, with its errors by their names. */
    private static final String BOTO = """
            import sys, boto3
            kms = boto3.client('kms', endpoint_url=sys.argv[1])
            def refused(name, call, **more):
                try:
                    call(**more)
                except kms.exceptions.ClientError as e:
                    assert e.response['Error']['Code'] == name, e
                    return
                raise AssertionError(name)
            ids = [kms.create_key(Description='n %d' % n)['KeyMetadata']['KeyId'] for n in range(5)]
            key, other = ids[0], ids[1]
            pages = list(kms.get_paginator('list_keys').paginate(PaginationConfig={'PageSize': 2}))
            listed = [k['KeyId'] for page in pages for k in page['Keys']]
            assert len(pages) == 4 and len(set(listed)) == 7 and set(ids) < set(listed), pages
            refused('InvalidMarkerException', kms.list_keys, Marker='nothing')
            for n in range(3):
                kms.create_alias(AliasName='alias/a%d' % n, TargetKeyId=key)
            aliases = [a['AliasName'] for page in kms.get_paginator('list_aliases').paginate(
                KeyId=key, PaginationConfig={'PageSize': 2}) for a in page['Aliases']]
            assert aliases == ['alias/a0', 'alias/a1', 'alias/a2'], aliases
            refused('AlreadyExistsException', kms.create_alias, AliasName='alias/a0', TargetKeyId=other)
            refused('InvalidAliasNameException', kms.create_alias, AliasName='alias/aws/mine', TargetKeyId=other)
            kms.update_alias(AliasName='alias/a0', TargetKeyId=other)
            assert kms.describe_key(KeyId='alias/a0')['KeyMetadata']['KeyId'] == other
            kms.delete_alias(AliasName='alias/a0')
            refused('NotFoundException', kms.describe_key, KeyId='alias/a0')

            context = {'tenant': 'acme', 'Plaintext': '\\u20ac'}
            blob = kms.encrypt(KeyId=key, Plaintext=bytes(range(256)), EncryptionContext=context)['CiphertextBlob']
            opened = kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)
            assert opened['Plaintext'] == bytes(range(256)) and opened['KeyId'].endswith('key/' + key)
            for again in range(5):
                assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)['Plaintext'] == opened['Plaintext']
            longest = kms.encrypt(KeyId=key, Plaintext=b'x' * 4096)['CiphertextBlob']
            assert kms.decrypt(CiphertextBlob=longest)['Plaintext'] == b'x' * 4096
            refused('ValidationException', kms.encrypt, KeyId=key, Plaintext=b'x' * 4097)
            refused('InvalidCiphertextException', kms.decrypt, CiphertextBlob=blob)
            refused('InvalidCiphertextException', kms.decrypt, CiphertextBlob=blob[:-1] + bytes([blob[-1] ^ 1]),
                    EncryptionContext=context)
            refused('IncorrectKeyException', kms.decrypt, CiphertextBlob=blob, KeyId=other, EncryptionContext=context)
            made = kms.generate_data_key(KeyId=key, NumberOfBytes=64)
            assert len(made['Plaintext']) == 64
            assert kms.decrypt(CiphertextBlob=made['CiphertextBlob'])['Plaintext'] == made['Plaintext']
            untold = kms.generate_data_key_without_plaintext(KeyId=key, KeySpec='AES_256')
            assert 'Plaintext' not in untold and len(kms.decrypt(CiphertextBlob=untold['CiphertextBlob'])['Plaintext']) == 32
            assert len(kms.generate_random(NumberOfBytes=77)['Plaintext']) == 77

            # Older ones rotate by themselves only, and once a year.
            knows = hasattr(kms, 'rotate_key_on_demand')
            if knows:
                kms.rotate_key_on_demand(KeyId=key)
                rotations = kms.list_key_rotations(KeyId=key)['Rotations']
                assert [r['RotationType'] for r in rotations] == ['ON_DEMAND'], rotations
            assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)['Plaintext'] == opened['Plaintext']
            anew = kms.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext=context, DestinationKeyId=other)
            assert kms.decrypt(CiphertextBlob=anew['CiphertextBlob'], KeyId=other)['Plaintext'] == opened['Plaintext']
            kms.enable_key_rotation(KeyId=key, **({'RotationPeriodInDays': 90} if knows else {}))
            status = kms.get_key_rotation_status(KeyId=key)
            assert status['KeyRotationEnabled'] and status.get('RotationPeriodInDays', 90) == 90, status
            kms.disable_key_rotation(KeyId=key)
            assert not kms.get_key_rotation_status(KeyId=key)['KeyRotationEnabled']

            kms.disable_key(KeyId=key)
            refused('DisabledException', kms.encrypt, KeyId=key, Plaintext=b'x')
            refused('DisabledException', kms.decrypt, CiphertextBlob=blob, EncryptionContext=context)
            kms.enable_key(KeyId=key)
            scheduled = kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
            assert scheduled['KeyState'] == 'PendingDeletion' and scheduled['PendingWindowInDays'] == 7, scheduled
            refused('KMSInvalidStateException', kms.decrypt, CiphertextBlob=blob, EncryptionContext=context)
            refused('KMSInvalidStateException', kms.schedule_key_deletion, KeyId=key)
            kms.cancel_key_deletion(KeyId=key)
            assert kms.describe_key(KeyId=key)['KeyMetadata']['KeyState'] == 'Disabled'
            kms.enable_key(KeyId='alias/a1')  # the same request within the same second would be a replay
            assert kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)['Plaintext'] == opened['Plaintext']

            kms.tag_resource(KeyId=key, Tags=[{'TagKey': k, 'TagValue': 'v'} for k in 'abc'])
            kms.untag_resource(KeyId=key, TagKeys=['b'])
            first = kms.list_resource_tags(KeyId=key, Limit=1)
            rest = kms.list_resource_tags(KeyId=key, Limit=1, Marker=first['NextMarker'])
            assert [t['TagKey'] for t in first['Tags'] + rest['Tags']] == ['a', 'c'] and not rest['Truncated'], rest
            kms.update_key_description(KeyId=key, Description='other words')
            assert kms.describe_key(KeyId=key)['KeyMetadata']['Description'] == 'other words'
            policy = kms.get_key_policy(KeyId=key, PolicyName='default')['Policy']
            kms.put_key_policy(KeyId=key, PolicyName='default', Policy=policy)
            kms.put_key_policy(KeyId=key, PolicyName='default', Policy=policy.replace('key-default-1', 'default'))
            assert '"Id":"default"' in kms.get_key_policy(KeyId=key, PolicyName='default')['Policy']
            refused('MalformedPolicyDocumentException', kms.put_key_policy, KeyId=key, PolicyName='default',
                    Policy=policy.replace('kms:*', 'kms:Decrypt'))
            assert kms.list_key_policies(KeyId=key)['PolicyNames'] == ['default']
            refused('ValidationException', kms.schedule_key_deletion, KeyId='alias/aws/ebs')
            print('done')
            """;

    /** What the other account may do with a key of which it has grants. */
    private static final String GRANTEE = """
            import sys, base64, boto3
            kms = boto3.client('kms', endpoint_url=sys.argv[1])
            key, blob = sys.argv[2], base64.b64decode(sys.argv[3])
            def attempt(call, **more):
                try:
                    return call(**more)
                except kms.exceptions.ClientError as e:
                    return e.response['Error']['Code']
            opened = attempt(kms.decrypt, CiphertextBlob=blob, EncryptionContext={'tenant': 'acme'})
            print(opened['Plaintext'].decode() if isinstance(opened, dict) else opened)
            print(attempt(kms.encrypt, KeyId=key, Plaintext=b'x', EncryptionContext={'tenant': 'acme'}))
            print([g['GrantId'] for g in kms.list_retirable_grants(RetiringPrincipal='222222222222')['Grants']])
            print(attempt(kms.list_grants, KeyId=key))
            """;

    /** What the other account may do with a key of which a grant is for one encryption context. */
    private static final String OF_ONE_CONTEXT = """
            import sys, boto3
            kms = boto3.client('kms', endpoint_url=sys.argv[1])
            for context in ({}, {'tenant': 'acme'}, {'tenant': 'acme', 'use': 'backup'}, {'tenant': 'acme', 'use': 'backup', 'more': ''}):
                try:
                    print(kms.encrypt(KeyId=sys.argv[2], Plaintext=b'x', EncryptionContext=context)['KeyId'])
                except kms.exceptions.ClientError as e:
                    print(e.response['Error']['Code'])
            """;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by prepare(), before each test
    private DaemonHome home;

    private int port;

    @BeforeEach
    void prepare() throws IOException {
        home = DaemonHome.in(folder);
        port = AwsTools.freePort();
    }

    private RunningDaemon start(String more) throws IOException {
        Files.writeString(home.config(), "[aws]\nlisten = \"127.0.0.1:" + port + "\"\n" + more);
        RunningDaemon daemon = RunningDaemon.start(home);
        AwsTools.awaitPort(port);
        return daemon;
    }

    private String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    private AwsTools tools(RunningDaemon daemon) {
        return AwsTools.with(daemon.call(new CreateAccessKey()).accessKey(), endpoint());
    }

    private static String created(AwsTools tools) {
        return tools.aws("kms", "create-key", "--query", "KeyMetadata.KeyId");
    }

    private String encrypted(AwsTools tools, String key) throws IOException {
        Path plaintext = Files.writeString(folder.resolve("plaintext"), PLAINTEXT);
        String blob = tools.aws(
                "kms",
                "encrypt",
                "--key-id",
                key,
                "--plaintext",
                "fileb://" + plaintext,
                "--encryption-context",
                "tenant=acme",
                "--query",
                "CiphertextBlob");
        Files.delete(plaintext);
        return blob;
    }

    @Test
    void theCommandLineSealsAndOpens() throws IOException {
        try (RunningDaemon daemon = start("")) {
            AwsTools tools = tools(daemon);
            String key = created(tools);
            tools.aws("kms", "create-alias", "--alias-name", "alias/app", "--target-key-id", key);
            assertThat(tools.aws(
                            "kms",
                            "describe-key",
                            "--key-id",
                            "alias/app",
                            "--query",
                            "KeyMetadata.[KeyId,KeyState,Origin,KeyManager,MultiRegion]"))
                    .isEqualTo(String.join("\t", key, "Enabled", "AWS_KMS", "CUSTOMER", "False"));
            String blob = encrypted(tools, "alias/app");
            Path file = Files.write(folder.resolve("blob"), Base64.getDecoder().decode(blob));
            String[] decrypt = {"kms", "decrypt", "--ciphertext-blob", "fileb://" + file, "--query", "Plaintext"};
            String[] withContext = Stream.concat(Stream.of(decrypt), Stream.of("--encryption-context", "tenant=acme"))
                    .toArray(String[]::new);
            String base64 = Base64.getEncoder().encodeToString(PLAINTEXT.getBytes(StandardCharsets.UTF_8));
            assertThat(tools.aws(withContext)).isEqualTo(base64);
            assertThat(tools.attempt(decrypt).output()).contains("InvalidCiphertextException");
            tools.aws("kms", "disable-key", "--key-id", key);
            assertThat(tools.attempt(withContext).output()).contains("DisabledException");
            String audited = daemon.call(new DescribeAuditLog(0L, 1000, List.of()))
                    .entries()
                    .toString();
            assertThat(audited).contains("Encrypt", "Decrypt", "acme").doesNotContain(PLAINTEXT, base64);
            daemon.stop();
            assertNothingTells(PLAINTEXT, base64);
        }
    }

    private void assertNothingTells(String... secrets) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secrets);
            }
        }
    }

    @Test
    void botoFindsAllThatAKeyDoes() throws IOException {
        try (RunningDaemon daemon = start("")) {
            assertThat(tools(daemon).python(BOTO)).isEqualTo("done");
        }
    }

    @Test
    void whatIsSealedOpensAfterTheDaemonWasKilled() throws IOException {
        String blob;
        try (RunningDaemon daemon = start("")) {
            AwsTools tools = tools(daemon);
            blob = encrypted(tools, created(tools));
            daemon.kill();
        }
        Path file = Files.write(folder.resolve("blob"), Base64.getDecoder().decode(blob));
        try (RunningDaemon daemon = start("")) {
            assertThat(tools(daemon)
                            .aws(
                                    "kms",
                                    "decrypt",
                                    "--ciphertext-blob",
                                    "fileb://" + file,
                                    "--encryption-context",
                                    "tenant=acme",
                                    "--query",
                                    "Plaintext"))
                    .isEqualTo(Base64.getEncoder().encodeToString(PLAINTEXT.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void anotherAccountDoesWhatItsGrantNames() throws IOException {
        try (RunningDaemon daemon = start("[accounts]\n\"" + OTHER_ACCOUNT + "\" = { users = [\"_apt\"] }\n")) {
            AwsTools owner = tools(daemon);
            AwsTools other = ofOtherAccount();
            String key = created(owner);
            String arn = owner.aws("kms", "describe-key", "--key-id", key, "--query", "KeyMetadata.Arn");
            String blob = encrypted(owner, key);
            assertThat(other.python(GRANTEE, arn, blob).lines())
                    .containsExactly("NotFoundException", "NotFoundException", "[]", "NotFoundException");
            String grant = owner.aws(
                    "kms",
                    "create-grant",
                    "--key-id",
                    key,
                    "--grantee-principal",
                    "arn:aws:iam::" + OTHER_ACCOUNT + ":root",
                    "--operations",
                    "Decrypt",
                    "--constraints",
                    "EncryptionContextSubset={tenant=acme}",
                    "--query",
                    "GrantId");
            assertThat(other.python(GRANTEE, arn, blob).lines())
                    .containsExactly(PLAINTEXT, "AccessDeniedException", "['" + grant + "']", "NotFoundException");
            assertThat(owner.aws("kms", "list-grants", "--key-id", key, "--query", "Grants[].GranteePrincipal"))
                    .isEqualTo("arn:aws:iam::" + OTHER_ACCOUNT + ":root");
            other.aws("kms", "retire-grant", "--key-id", arn, "--grant-id", grant);
            assertThat(other.python(GRANTEE, arn, blob).lines().findFirst()).contains("NotFoundException");
        }
    }

    @Test
    void aGrantIsForOneContextAndRetiredByWhomItNames() throws IOException {
        try (RunningDaemon daemon = start("[accounts]\n\"" + OTHER_ACCOUNT + "\" = { users = [\"_apt\"] }\n\""
                + RETIRING_ACCOUNT + "\" = { users = [\"nobody\"] }\n")) {
            AwsTools owner = tools(daemon);
            AwsTools retiring = of(RETIRING_ACCOUNT);
            String key = created(owner);
            String arn = owner.aws("kms", "describe-key", "--key-id", key, "--query", "KeyMetadata.Arn");
            String grant = owner.aws(
                    "kms",
                    "create-grant",
                    "--key-id",
                    key,
                    "--grantee-principal",
                    OTHER_ACCOUNT,
                    "--retiring-principal",
                    "arn:aws:iam::" + RETIRING_ACCOUNT + ":root",
                    "--operations",
                    "Encrypt",
                    "--constraints",
                    "EncryptionContextEquals={tenant=acme,use=backup}",
                    "--query",
                    "GrantId");
            assertThat(ofOtherAccount().python(OF_ONE_CONTEXT, arn).lines())
                    .containsExactly("AccessDeniedException", "AccessDeniedException", arn, "AccessDeniedException");
            String[] shown = {"--query", "Grants[].[GrantId,RetiringPrincipal,Constraints.EncryptionContextEquals.use]"
            };
            String[] list = {"kms", "list-grants", "--key-id", key, shown[0], shown[1]};
            String[] retirable = {
                "kms", "list-retirable-grants", "--retiring-principal", RETIRING_ACCOUNT, shown[0], shown[1]
            };
            String told = grant + "\tarn:aws:iam::" + RETIRING_ACCOUNT + ":root\tbackup";
            assertThat(owner.aws(list)).isEqualTo(told);
            assertThat(retiring.aws(retirable)).isEqualTo(told);
            assertThat(retiring.python(OF_ONE_CONTEXT, arn).lines()).containsOnly("NotFoundException");
            retiring.aws("kms", "retire-grant", "--key-id", arn, "--grant-id", grant);
            assertThat(owner.aws(list)).isEmpty();
            assertThat(ofOtherAccount().python(OF_ONE_CONTEXT, arn).lines()).containsOnly("NotFoundException");
        }
    }

    private AwsTools ofOtherAccount() {
        return of(OTHER_ACCOUNT);
    }

    private AwsTools of(String account) {
        String made = new CommandLine(home).run("--account", account, "-o", "json", "access-key", "create");
        return AwsTools.with(member(made, "AccessKeyId"), member(made, "SecretAccessKey"), endpoint());
    }

    private static String member(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\": \"([^\"]+)\"").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return found.group(1);
    }

    @Test
    void snapshotsAndVolumesAreSealedUnderSuchAKey() throws IOException {
        try (RunningDaemon daemon = start("")) {
            AwsTools tools = tools(daemon);
            String key = created(tools);
            tools.aws("kms", "create-alias", "--alias-name", "alias/disks", "--target-key-id", key);
            String source = daemon.call(
                            new CreateVolume(null, 4L << 20, null, List.of(), "data", null, false, null, null, null))
                    .volumeId();
            String snapshot = tools.aws("ec2", "create-snapshot", "--volume-id", source, "--query", "SnapshotId");
            tools.await("DescribeSnapshots&SnapshotId.1=" + snapshot, "<status>completed");
            tools.aws("ec2", "wait", "snapshot-completed", "--snapshot-ids", snapshot);
            String copy = tools.aws(
                    "ec2",
                    "copy-snapshot",
                    "--source-region",
                    "local",
                    "--source-snapshot-id",
                    snapshot,
                    "--encrypted",
                    "--kms-key-id",
                    "alias/disks",
                    "--query",
                    "SnapshotId");
            tools.await("DescribeSnapshots&SnapshotId.1=" + copy, "<status>completed");
            tools.aws("ec2", "wait", "snapshot-completed", "--snapshot-ids", copy);
            assertThat(tools.aws(
                            "ec2", "describe-snapshots", "--snapshot-ids", copy, "--query", "Snapshots[].KmsKeyId"))
                    .endsWith(key);
            String volume = tools.aws(
                    "ec2",
                    "create-volume",
                    "--availability-zone",
                    "a",
                    "--size",
                    "1",
                    "--encrypted",
                    "--kms-key-id",
                    "alias/disks",
                    "--query",
                    "VolumeId");
            tools.await("DescribeVolumes&VolumeId.1=" + volume, "<status>available");
            tools.aws("ec2", "wait", "volume-available", "--volume-ids", volume);
            String ofVolume = tools.aws("ec2", "create-snapshot", "--volume-id", volume, "--query", "SnapshotId");
            tools.await("DescribeSnapshots&SnapshotId.1=" + ofVolume, "<status>completed");
            tools.aws("ec2", "wait", "snapshot-completed", "--snapshot-ids", ofVolume);
            assertThat(tools.aws(
                            "ec2", "describe-snapshots", "--snapshot-ids", ofVolume, "--query", "Snapshots[].KmsKeyId"))
                    .endsWith(key);
        }
    }

    @Test
    void whatIsNotSignedIsToldByItsTarget() throws IOException {
        Path socket = home.socket().resolveSibling("aws.sock");
        try (RunningDaemon daemon = start("socket = \"" + socket + "\"\n")) {
            AwsTools.awaitFile(socket);
            assertThat(curl("--unix-socket", socket.toString(), "http://kms.local.localhost/"))
                    .contains("\"Keys\":[", "\"Truncated\":false");
            assertThat(curl(endpoint())).contains("\"__type\":\"MissingAuthenticationTokenException\"");
            assertThat(daemon.stop()).isZero();
        }
    }

    private static String curl(String... where) {
        return Commands.run(Stream.concat(
                        Stream.of(
                                "curl",
                                "-s",
                                "-H",
                                "X-Amz-Target: TrentService.ListKeys",
                                "-H",
                                "Content-Type: application/x-amz-json-1.1",
                                "-d",
                                "{}"),
                        Stream.of(where))
                .toArray(String[]::new));
    }
}
