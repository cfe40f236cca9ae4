package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.AccessKey;
import io.ebsnap.api.AccessKeyList;
import io.ebsnap.api.AccessKeyRequest.DeleteAccessKey;
import io.ebsnap.api.Done;
import io.ebsnap.api.NewAccessKey;
import io.ebsnap.api.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands about access keys. */
class AccessKeyCommandsTest extends CommandsFixture {

    private static final Instant TIME = Instant.parse("2026-01-31T23:59:59Z");

    private static AccessKey key(boolean isNew) {
        Secret secret = isNew ? Secret.owning("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".toCharArray()) : null;
        return new AccessKey("alice", "AKIA234567ABCDEFGHIJ", AccessKey.ACTIVE, secret, TIME, "111122223333", false);
    }

    @Test
    void createShowsTheSecretOnce() throws IOException {
        assertGolden("access-key-create.txt", shown(request -> new NewAccessKey(key(true)), "access-key", "create"));
        assertGolden(
                "access-key-create.json",
                shown(request -> new NewAccessKey(key(true)), "access-key", "create", "-o", "json"));
    }

    @Test
    void listShowsWhoseTheyAre() throws IOException {
        AccessKey roots =
                new AccessKey("root", "AKIA234567ABCDEFGHIK", AccessKey.ACTIVE, null, TIME, "000000000000", true);
        AccessKeyList keys = new AccessKeyList(List.of(key(false), roots));
        assertGolden("access-key-list.txt", shown(request -> keys, "access-key", "list"));
    }

    @Test
    void deleteNamesTheKey() throws IOException {
        assertThat(asked(request -> new Done(true), "access-key", "delete", "AKIA234567ABCDEFGHIJ"))
                .containsExactly(new DeleteAccessKey("AKIA234567ABCDEFGHIJ"));
    }
}
