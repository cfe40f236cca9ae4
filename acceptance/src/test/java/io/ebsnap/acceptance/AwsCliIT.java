package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AccessKey;
import io.ebsnap.api.AccessKeyRequest.CreateAccessKey;
import io.ebsnap.api.AccessKeyRequest.DeleteAccessKey;
import io.ebsnap.api.AuditRequest.DescribeAuditLog;
import io.ebsnap.api.VolumeRequest.CreateVolume;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code aws} and boto3 against a real daemon. */
@RequiresRoot
@Requires(command = {"aws", "python3", "curl", "openssl"})
class AwsCliIT {

    /** Signs a request once and sends it twice. */
    private static final String REPLAY = """
            import sys, urllib.request, urllib.error
            from botocore.auth import SigV4Auth
            from botocore.awsrequest import AWSRequest
            from botocore.session import Session
            body = ('Action=CreateTags&Version=2016-11-15&ResourceId.1=' + sys.argv[2] + '&Tag.1.Key=once&Tag.1.Value=1').encode()
            request = AWSRequest('POST', sys.argv[1] + '/', data=body, headers={'Content-Type': 'application/x-www-form-urlencoded'})
            SigV4Auth(Session().get_credentials(), 'ec2', 'local').add_auth(request)
            for data in (body, body, body.replace(b'once', b'more')):
                again = urllib.request.Request(sys.argv[1] + '/', data=data, headers=dict(request.headers.items()))
                try:
                    print(urllib.request.urlopen(again).status)
                except urllib.error.HTTPError as e:
                    print(e.code, e.read().decode())
            """;

    /** Within a second at most two of them have signatures of their own. */
    private static final String TWICE = """
            import sys, boto3
            ec2 = boto3.client('ec2', endpoint_url=sys.argv[1])
            ids = [ec2.create_snapshot(VolumeId=sys.argv[2])['SnapshotId'] for n in range(3)]
            print(len(set(ids)), end='')
            """;

    /** Pages and waiters of boto3. */
    private static final String BOTO = """
            import sys, boto3
            ec2 = boto3.client('ec2', endpoint_url=sys.argv[1])
            ids = []
            for n in range(6):
                ids.append(ec2.create_snapshot(VolumeId=sys.argv[2], Description='n %d' % n)['SnapshotId'])
                ec2.get_waiter('snapshot_completed').wait(SnapshotIds=ids, WaiterConfig={'Delay': 1})
            pages = list(ec2.get_paginator('describe_snapshots').paginate(
                Filters=[{'Name': 'description', 'Values': ['n *']}], PaginationConfig={'PageSize': 5}))
            listed = [s for page in pages for s in page['Snapshots']]
            assert sorted(s['SnapshotId'] for s in listed) == sorted(ids), listed
            assert len(pages) == 2 and all(s['State'] == 'completed' and s['Progress'] == '100%' for s in listed), pages
            for each in ids:
                ec2.delete_snapshot(SnapshotId=each)
            print(boto3.client('sts', endpoint_url=sys.argv[1]).get_caller_identity()['Account'])
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

    private static AccessKey key(RunningDaemon daemon) {
        return daemon.call(new CreateAccessKey()).accessKey();
    }

    private static String volume(RunningDaemon daemon) {
        return daemon.call(new CreateVolume(null, 4L << 20, null, List.of(), "data", null, false, null, null, null))
                .volumeId();
    }

    @Test
    void snapshotsAreTakenTaggedListedAndDeleted() throws IOException {
        try (RunningDaemon daemon = start("")) {
            AwsTools tools = AwsTools.with(key(daemon), endpoint());
            assertThat(tools.aws("sts", "get-caller-identity"))
                    .contains("000000000000", "arn:aws:iam::000000000000:root");
            assertThat(tools.aws("ec2", "describe-regions")).contains("local");
            assertThat(tools.aws("ec2", "describe-availability-zones")).contains("available");
            String volume = volume(daemon);
            String snapshot = tools.aws(
                    "ec2",
                    "create-snapshot",
                    "--volume-id",
                    volume,
                    "--description",
                    "by <aws> & co",
                    "--tag-specifications",
                    "ResourceType=snapshot,Tags=[{Key=a,Value=1}]",
                    "--query",
                    "SnapshotId");
            assertThat(snapshot).matches("snap-[0-9a-f]{17}");
            tools.await("DescribeSnapshots&SnapshotId.1=" + snapshot, "<status>completed");
            tools.aws("ec2", "wait", "snapshot-completed", "--snapshot-ids", snapshot);
            tools.aws("ec2", "create-tags", "--resources", snapshot, volume, "--tags", "Key=team,Value=x y");
            assertThat(tools.aws(
                            "ec2",
                            "describe-snapshots",
                            "--filters",
                            "Name=tag:team,Values=x*",
                            "Name=status,Values=completed",
                            "--query",
                            "Snapshots[].[SnapshotId,VolumeId,Description,Progress]"))
                    .isEqualTo(String.join("\t", snapshot, volume, "by <aws> & co", "100%"));
            assertThat(tools.aws("ec2", "describe-tags", "--filters", "Name=key,Values=team"))
                    .contains(snapshot, volume);
            tools.aws("ec2", "delete-tags", "--resources", snapshot, "--tags", "Key=team,Value=");
            assertThat(tools.aws("ec2", "describe-tags", "--filters", "Name=key,Values=team"))
                    .as("the value was another one")
                    .contains(snapshot);
            tools.aws("ec2", "delete-tags", "--resources", snapshot, "--tags", "Key=team");
            assertThat(tools.aws("ec2", "describe-tags", "--filters", "Name=key,Values=team"))
                    .doesNotContain(snapshot);
            Commands.Result dry = tools.attempt("ec2", "delete-snapshot", "--dry-run", "--snapshot-id", snapshot);
            assertThat(dry.output()).contains("DryRunOperation");
            tools.aws("ec2", "delete-snapshot", "--snapshot-id", snapshot);
            assertThat(tools.attempt("ec2", "describe-snapshots", "--snapshot-ids", snapshot)
                            .output())
                    .contains("InvalidSnapshot.NotFound");
            assertThat(daemon.call(new DescribeAuditLog(0L, 1000, List.of())).entries())
                    .anyMatch(entry -> entry.toString().contains("access-key:AKIA"));
        }
    }

    @Test
    void botosPagesAndWaitersWork() throws IOException {
        try (RunningDaemon daemon = start("")) {
            AwsTools tools = AwsTools.with(key(daemon), endpoint());
            assertThat(tools.python(BOTO, volume(daemon))).isEqualTo("000000000000");
        }
    }

    @Test
    void volumesAreMadeOnceListedEnlargedAndDeleted() throws IOException {
        try (RunningDaemon daemon = start("")) {
            AwsTools tools = AwsTools.with(key(daemon), endpoint());
            String[] create = {
                "ec2",
                "create-volume",
                "--availability-zone",
                "a",
                "--size",
                "1",
                "--client-token",
                "t",
                "--query",
                "VolumeId"
            };
            String volume = tools.aws(create);
            assertThat(volume).matches("vol-[0-9a-f]{17}").isEqualTo(tools.aws(create));
            tools.await("DescribeVolumes&VolumeId.1=" + volume, "<status>available");
            tools.aws("ec2", "wait", "volume-available", "--volume-ids", volume);
            assertThat(tools.aws(
                            "ec2",
                            "modify-volume",
                            "--volume-id",
                            volume,
                            "--size",
                            "2",
                            "--volume-type",
                            "gp3",
                            "--iops",
                            "3000",
                            "--throughput",
                            "125",
                            "--query",
                            "VolumeModification.TargetSize"))
                    .isEqualTo("2");
            assertThat(tools.aws(
                            "ec2",
                            "describe-volumes-modifications",
                            "--volume-ids",
                            volume,
                            "--query",
                            "VolumesModifications[].[VolumeId,ModificationState,TargetSize,Progress]"))
                    .isEqualTo(String.join("\t", volume, "completed", "2", "100"));
            assertThat(tools.aws(
                            "ec2",
                            "describe-volume-status",
                            "--filters",
                            "Name=volume-status.status,Values=ok",
                            "--query",
                            "VolumeStatuses[].VolumeId"))
                    .isEqualTo(volume);
            assertThat(tools.aws(
                            "ec2", "describe-volumes", "--query", "Volumes[].[VolumeId,Size,State,AvailabilityZone]"))
                    .isEqualTo(String.join("\t", volume, "2", "available", "a"));
            assertThat(tools.aws("ec2", "describe-instances", "--query", "Reservations[].Instances[].InstanceId"))
                    .matches("i-[0-9a-f]{17}");
            tools.aws("ec2", "delete-volume", "--volume-id", volume);
            assertThat(tools.attempt("ec2", "describe-volumes", "--volume-ids", volume)
                            .output())
                    .contains("InvalidVolume.NotFound");
        }
    }

    @Test
    void snapshotsAreCopiedSharedLockedAndKept() throws IOException {
        try (RunningDaemon daemon = start("")) {
            AwsTools tools = AwsTools.with(key(daemon), endpoint());
            String volume = volume(daemon);
            String one = tools.aws("ec2", "create-snapshot", "--volume-id", volume, "--query", "SnapshotId");
            tools.await("DescribeSnapshots&SnapshotId.1=" + one, "<status>completed");
            tools.aws("ec2", "wait", "snapshot-completed", "--snapshot-ids", one);
            assertThat(tools.aws(
                            "ec2",
                            "copy-snapshot",
                            "--source-region",
                            "local",
                            "--source-snapshot-id",
                            one,
                            "--query",
                            "SnapshotId"))
                    .matches("snap-[0-9a-f]{17}");
            assertThat(tools.query("GetSnapshotBlockPublicAccessState")).contains("<state>unblocked</state>");
            assertThat(tools.query("EnableSnapshotBlockPublicAccess&State=block-all-sharing"))
                    .contains("<state>block-all-sharing</state>");
            assertThat(tools.query("DisableSnapshotBlockPublicAccess")).contains("<state>unblocked</state>");
            assertThat(tools.aws(
                            "ec2",
                            "describe-snapshot-attribute",
                            "--snapshot-id",
                            one,
                            "--attribute",
                            "createVolumePermission"))
                    .contains(one);
            assertThat(tools.query("LockSnapshot&LockMode=governance&LockDuration=1&SnapshotId=" + one))
                    .contains("<lockState>governance</lockState>");
            assertThat(tools.query("DescribeLockedSnapshots")).contains(one);
            assertThat(tools.attempt("ec2", "delete-snapshot", "--snapshot-id", one)
                            .status())
                    .isNotZero();
            assertThat(tools.query("UnlockSnapshot&SnapshotId=" + one)).contains(one);
            assertThat(tools.aws("ec2", "get-ebs-encryption-by-default")).containsIgnoringCase("false");
            assertThat(tools.aws("ec2", "get-ebs-default-kms-key-id")).contains("arn:aws:kms:local");
            assertThat(tools.query("ListSnapshotsInRecycleBin")).contains("<snapshotSet/>");
            assertThat(tools.query("DescribeSnapshotTierStatus")).contains("<snapshotTierStatusSet/>");
            assertThat(tools.query("DescribeFastSnapshotRestores")).contains("<fastSnapshotRestoreSet/>");
        }
    }

    @Test
    void onlyWhoHasTheSecretComesIn() throws IOException {
        try (RunningDaemon daemon = start("")) {
            AccessKey key = key(daemon);
            AwsTools tools = AwsTools.with(key, endpoint());
            String[] list = {"ec2", "describe-snapshots"};
            assertThat(tools.attempt(list).status()).isZero();
            assertThat(AwsTools.with(key.accessKeyId(), "x".repeat(40), endpoint())
                            .attempt(list)
                            .output())
                    .contains("AuthFailure");
            assertThat(AwsTools.with("AKIA" + "A".repeat(16), "x".repeat(40), endpoint())
                            .attempt(list)
                            .output())
                    .contains("AuthFailure");
            assertThat(AwsTools.with(key.accessKeyId(), "x".repeat(40), endpoint())
                            .attempt("sts", "get-caller-identity")
                            .output())
                    .contains("SignatureDoesNotMatch");
            assertThat(Commands.run("curl", "-s", endpoint(), "-d", "Action=DescribeSnapshots"))
                    .contains("MissingAuthenticationToken");
            assertThat(tools.attempt("ec2", "describe-vpcs").output()).contains("InvalidAction");
            assertThat(tools.attempt("secretsmanager", "list-secrets").output()).contains("400");
            String volume = volume(daemon);
            String replayed = tools.python(REPLAY, volume);
            assertThat(replayed.lines().toList().getFirst()).isEqualTo("200");
            assertThat(replayed)
                    .contains("503", "RequestLimitExceeded", "done already")
                    .contains("401", "AuthFailure", "not that of this request");
            assertThat(tools.at(endpoint(), "AWS_MAX_ATTEMPTS=5").python(TWICE, volume))
                    .as("requests that differ in nothing")
                    .isEqualTo("3");
            daemon.call(new DeleteAccessKey(key.accessKeyId()));
            assertThat(tools.attempt(list).output()).contains("AuthFailure");
            assertNothingTellsTheSecret(
                    String.valueOf(Objects.requireNonNull(key.secretAccessKey()).chars()));
        }
    }

    private void assertNothingTellsTheSecret(String secret) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void aCertificateOfTheDaemonsOwnIsTrusted() throws IOException {
        try (RunningDaemon daemon = start("tls = \"generated\"\n")) {
            String bundle = "AWS_CA_BUNDLE=" + home.data().resolve("aws/certificate.pem");
            AwsTools tools = AwsTools.with(key(daemon), endpoint());
            assertThat(tools.at("https://localhost:" + port, bundle).aws("ec2", "describe-regions"))
                    .contains("local");
            assertThat(tools.at("https://127.0.0.1:" + port, bundle).aws("sts", "get-caller-identity"))
                    .contains("000000000000");
            assertThat(tools.at("https://localhost:" + port)
                            .attempt("ec2", "describe-regions")
                            .output())
                    .contains("CERTIFICATE_VERIFY_FAILED");
        }
    }

    @Test
    void aCertificateThatIsGivenIsShown() throws IOException {
        Path certificate = folder.resolve("given.pem");
        Path secret = folder.resolve("given.key");
        Commands.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                secret.toString(),
                "-out",
                certificate.toString());
        try (RunningDaemon daemon =
                start("tls = \"given\"\ntls-certificate = \"" + certificate + "\"\ntls-key = \"" + secret + "\"\n")) {
            AwsTools tools = AwsTools.with(key(daemon), endpoint());
            assertThat(tools.at("https://localhost:" + port, "AWS_CA_BUNDLE=" + certificate)
                            .aws("ec2", "describe-regions"))
                    .contains("local");
        }
    }

    @Test
    void usersOfTheUnixSocketNeedNoKey() throws IOException {
        Path socket = home.socket().resolveSibling("aws.sock");
        try (RunningDaemon daemon = start("socket = \"" + socket + "\"\n")) {
            AwsTools.awaitFile(socket);
            String volume = volume(daemon);
            String made = Commands.run(
                    "curl",
                    "-s",
                    "--unix-socket",
                    socket.toString(),
                    "http://ec2.local.localhost/",
                    "-d",
                    "Action=CreateSnapshot&VolumeId=" + volume);
            assertThat(made).contains("<snapshotId>snap-").contains("<volumeId>" + volume);
            assertThat(Commands.run(
                            "curl",
                            "-s",
                            "--unix-socket",
                            socket.toString(),
                            "http://sts.local.localhost/?Action=GetCallerIdentity&Version=2011-06-15"))
                    .contains("<Account>000000000000</Account>");
            assertThat(daemon.stop()).isZero();
            assertThat(socket).doesNotExist();
        }
    }
}
