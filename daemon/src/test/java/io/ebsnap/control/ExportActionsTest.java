package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.Done;
import io.ebsnap.api.Export;
import io.ebsnap.api.ExportList;
import io.ebsnap.api.ExportRequest;
import io.ebsnap.api.ExportRequest.CreateExport;
import io.ebsnap.api.ExportRequest.DeleteExport;
import io.ebsnap.api.ExportRequest.DescribeExports;
import io.ebsnap.api.Page;
import io.ebsnap.failure.Failure;
import io.ebsnap.volume.ExportOrder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The actions about what is served by NBD. */
class ExportActionsTest {

    private static final String SNAPSHOT = "snap-00000000000000001";

    private final FakeVolumes registered = new FakeVolumes();
    private final FakeServing serving = new FakeServing();
    private final ExportActions actions =
            new ExportActions(serving.exports(), new VolumeFinder(registered, serving.services()));

    private <A extends Record> A call(ExportRequest<A> request) {
        return request.answerType().cast(actions.handle(request));
    }

    @Test
    void snapshotIsServedReadOnlyUnderItsIdUnlessNamed() {
        Export export = call(new CreateExport(SNAPSHOT, null, false, List.of()));
        assertThat(export)
                .isEqualTo(new Export(SNAPSHOT, SNAPSHOT, true, 4096, List.of("nbd://h/" + SNAPSHOT), List.of()));
        assertThat(call(new CreateExport(SNAPSHOT, "x", false, List.of())).name())
                .isEqualTo("x");
    }

    @Test
    void volumeIsServedByItsNameToThosePeers() {
        String id = serving.add(1, "data", null);
        Export export =
                call(new CreateExport("data", "x", false, List.of("user:backup", "certificate:a b:c", "user:backup")));
        assertThat(export.resourceId()).isEqualTo(id);
        assertThat(export.readOnly()).isFalse();
        assertThat(export.peers()).containsExactly("user:backup", "certificate:a b:c");
        assertThat(call(new CreateExport("data", "y", true, List.of())).readOnly())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "-x", "a b", "a/b", "a?b", "\u00e4", "a\n"})
    void nameThatAUriCannotHoldIsRefused(String name) {
        assertThatThrownBy(() -> call(new CreateExport(SNAPSHOT, name, false, List.of())))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void nameAndPeersAreBounded() {
        String longest = "a".repeat(64);
        assertThat(call(new CreateExport(SNAPSHOT, longest, false, List.of())).name())
                .isEqualTo(longest);
        assertThatThrownBy(() -> call(new CreateExport(SNAPSHOT, longest + "a", false, List.of())))
                .isInstanceOf(Failure.Invalid.class);
        List<String> many = java.util.stream.IntStream.rangeClosed(0, ExportOrder.PEERS_MAX)
                .mapToObj(number -> "user:u" + number)
                .toList();
        assertThatThrownBy(() -> call(new CreateExport(SNAPSHOT, "x", false, many)))
                .isInstanceOf(Failure.Invalid.class);
        List<String> same = Collections.nCopies(ExportOrder.PEERS_MAX + 1, "user:u");
        assertThat(call(new CreateExport(SNAPSHOT, "x", false, same)).peers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "backup", "user", "user:", "user: ", "USER:x", "group:x", ":x", "user:a\nb"})
    void peerOfAnotherFormIsRefused(String peer) {
        assertThatThrownBy(() -> call(new CreateExport(SNAPSHOT, "x", false, List.of(peer))))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        e -> assertThat(e.hint().orElse("")).contains("user:NAME"));
    }

    @Test
    void registeredVolumeIsNotServed() {
        registered.add(1, "root");
        assertThatThrownBy(() -> call(new CreateExport("root", null, false, List.of())))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> call(new CreateExport("other", null, false, List.of())))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void exportsComeInPagesByNameUntilTheyAreTakenBack() {
        call(new CreateExport(SNAPSHOT, "b", false, List.of()));
        call(new CreateExport(SNAPSHOT, "a", false, List.of()));
        ExportList first = call(new DescribeExports(new Page(1, null)));
        assertThat(first.exports()).extracting(Export::name).containsExactly("a");
        assertThat(call(new DescribeExports(new Page(1, first.nextToken()))).exports())
                .extracting(Export::name)
                .containsExactly("b");
        assertThat(call(new DeleteExport("a", false))).isEqualTo(new Done(true));
        assertThatThrownBy(() -> call(new DeleteExport("a", false))).isInstanceOf(Failure.NotFound.class);
        assertThat(call(new DescribeExports(Page.FIRST)).exports()).hasSize(1);
    }
}
