package io.ebsnap.aws.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebsnap.api.GivenKeyPolicy;
import io.ebsnap.aws.AwsFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key's policy is what holds, and what says the same is accepted. */
class KeyPolicyTest {

    private static final KeyPolicy POLICY = KeyPolicy.of("111122223333");

    @Test
    void theDocumentIsKmssDefaultAndComesBack() {
        assertThat(POLICY.text(null))
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Id\":\"key-default-1\",\"Statement\":["
                        + "{\"Sid\":\"Enable IAM User Permissions\",\"Effect\":\"Allow\","
                        + "\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},"
                        + "\"Action\":\"kms:*\",\"Resource\":\"*\"}]}");
        assertThat(POLICY.given(POLICY.text(null))).isNull();
    }

    /** Terraform's provider waits until it reads the names that it has given. */
    @Test
    void namesThatWereGivenComeBack() {
        for (GivenKeyPolicy names : List.of(
                new GivenKeyPolicy("2012-10-17", "default", "Enable IAM User Permissions"),
                new GivenKeyPolicy("2008-10-17", null, "mine"),
                new GivenKeyPolicy(null, null, null))) {
            assertThat(POLICY.given(POLICY.text(names))).isEqualTo(names);
        }
        assertThat(POLICY.text(new GivenKeyPolicy(null, null, null))).startsWith("{\"Statement\":[{\"Effect\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Statement': {'Effect': 'Allow', 'Principal': {'AWS': '111122223333'}, 'Action': ['kms:*'], 'Resource': ['*']}}",
                "{'Version': '2008-10-17', 'Id': 'x', 'Statement': [{'Sid': 'y', 'Effect': 'Allow', 'Principal': {'AWS': ['arn:aws:iam::111122223333:root']}, 'Action': 'kms:*', 'Resource': '*'}]}"
            })
    void whatSaysTheSameIsAccepted(String policy) {
        assertThatCode(() -> POLICY.given(policy.replace('\'', '"'))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "{}",
                "{'Statement': []}",
                "{'Version': '2026-01-01', 'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '111122223333'}, 'Action': 'kms:*', 'Resource': '*'}]}",
                "{'Statement': [{'Effect': 'Deny', 'Principal': {'AWS': '111122223333'}, 'Action': 'kms:*', 'Resource': '*'}]}",
                "{'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '210987654321'}, 'Action': 'kms:*', 'Resource': '*'}]}",
                "{'Statement': [{'Effect': 'Allow', 'Principal': '*', 'Action': 'kms:*', 'Resource': '*'}]}",
                "{'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '111122223333', 'Service': 'x'}, 'Action': 'kms:*', 'Resource': '*'}]}",
                "{'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': ['111122223333', '210987654321']}, 'Action': 'kms:*', 'Resource': '*'}]}",
                "{'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '111122223333'}, 'Action': 'kms:Decrypt', 'Resource': '*'}]}",
                "{'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '111122223333'}, 'Action': 'kms:*', 'Resource': '*', 'Condition': {}}]}",
                "{'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': '111122223333'}, 'NotAction': 'kms:*', 'Resource': '*'}]}"
            })
    void whatSaysSomethingElseIsRefused(String policy) {
        AwsFault fault = catchThrowableOfType(AwsFault.class, () -> POLICY.given(policy.replace('\'', '"')));
        assertThat(fault.code()).isEqualTo("MalformedPolicyDocumentException");
    }
}
