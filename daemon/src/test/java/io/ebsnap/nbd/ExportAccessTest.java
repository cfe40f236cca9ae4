package io.ebsnap.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExportAccessTest {

    private static final Peer ALICE = new Peer.LocalUser("alice");
    private static final Peer ROOT = new Peer.LocalUser("root");
    private static final Peer CERTIFIED = new Peer.Certified(Set.of("alice", "backup.example"));
    private static final Peer ANONYMOUS = new Peer.Anonymous("/127.0.0.1:7");

    @Test
    void anyoneIsEverybody() {
        for (Peer peer : new Peer[] {ALICE, ROOT, CERTIFIED, ANONYMOUS}) {
            assertThat(ExportAccess.ANYONE.includes(peer)).isTrue();
        }
    }

    @Test
    void usersCertificatesAndKeysOfOneNameAreNotTheSame() {
        ExportAccess.Who users = new ExportAccess.Only(Set.of("alice"), Set.of(), Set.of());
        assertThat(users.includes(ALICE)).isTrue();
        assertThat(users.includes(CERTIFIED)).isFalse();
        ExportAccess.Who certificates = new ExportAccess.Only(Set.of(), Set.of("backup.example"), Set.of());
        assertThat(certificates.includes(CERTIFIED)).isTrue();
        assertThat(certificates.includes(new Peer.LocalUser("backup.example"))).isFalse();
        ExportAccess.Who keys = new ExportAccess.Only(Set.of(), Set.of(), Set.of("alice"));
        assertThat(keys.includes(new Peer.KeyHolder("alice"))).isTrue();
        assertThat(keys.includes(new Peer.KeyHolder("bob"))).isFalse();
        assertThat(keys.includes(ALICE)).isFalse();
        assertThat(users.includes(new Peer.KeyHolder("alice"))).isFalse();
        assertThat(new ExportAccess.Only(Set.of(), Set.of(), Set.of()).includes(new Peer.KeyHolder("root")))
                .isFalse();
    }

    @Test
    void rootMayAlwaysAndWhoIsNotKnownNever() {
        ExportAccess nobody = new ExportAccess(false, new ExportAccess.Only(Set.of(), Set.of(), Set.of()));
        assertThatCode(() -> nobody.require("disk", ROOT)).doesNotThrowAnyException();
        assertThatThrownBy(() -> nobody.require("disk", ANONYMOUS))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("disk");
        assertThatThrownBy(() -> nobody.require("disk", ALICE)).isInstanceOf(Failure.Denied.class);
    }

    @Test
    void theNetworkIsNotServedWithoutTlsUnlessThatIsWanted() {
        InetSocketAddress everywhere = new InetSocketAddress(10809);
        assertThatThrownBy(() -> new ListenAddress.Tcp(everywhere, Optional.empty(), false))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("without TLS");
        assertThatCode(() -> new ListenAddress.Tcp(everywhere, Optional.empty(), true))
                .doesNotThrowAnyException();
        assertThatCode(() -> new ListenAddress.Tcp(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), false))
                .doesNotThrowAnyException();
    }
}
