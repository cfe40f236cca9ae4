package io.ebsnap.cli;

import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.ChunkSizes;
import io.ebsnap.api.ScrubStatus;
import io.ebsnap.api.SnapshotSize;
import io.ebsnap.api.SnapshotTreeEntry;
import io.ebsnap.api.VolumeProtection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A report as one page of HTML that needs nothing else: no script, no font, no picture, no network. */
final class ReportPage {

    private static final int VOLUME_ROWS_MAX = 500;
    private static final int LARGEST_MAX = 15;

    private final ReportContent content;
    private final ReportCharts charts;
    private final Html html = new Html();

    private ReportPage(ReportContent content) {
        this.content = content;
        this.charts = new ReportCharts(content);
    }

    static String of(ReportContent content) {
        ReportPage page = new ReportPage(content);
        page.write();
        return page.html.toString();
    }

    private void write() {
        html.markup("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .element("title", "", "ebsnap: " + content.status().region())
                .markup("<style>" + ReportStyle.CSS + "</style></head>\n<body><main>");
        head();
        warnings();
        protection();
        new ReportPolicies(content, html).write();
        growth();
        changes();
        lineage();
        largest();
        verification();
        zones();
        html.markup("</main></body></html>\n");
    }

    private void head() {
        html.markup("<header>")
                .element("h1", "", "Snapshots of region " + content.status().region());
        html.element(
                "p",
                "class=\"quiet\"",
                Human.time(content.time()) + ", ebsnapd " + content.status().version() + ", "
                        + content.status().dataDirectory());
        html.markup("<div class=\"tiles\">");
        ChunkSizes chunks = content.store().chunks();
        long bad = content.volumes().stream()
                .filter(volume -> !isProtected(volume))
                .count();
        tile(
                "Volumes",
                Human.count(content.volumes().size()),
                bad == 0 ? "all protected" : Human.count(bad) + " without a recent snapshot",
                bad > 0);
        long failed = content.status().counts().snapshots().snapshotsInError();
        tile(
                "Snapshots",
                Human.count(content.status().counts().snapshots().snapshotsCompleted()),
                failed == 0 ? "none failed" : Human.count(failed) + " failed",
                failed > 0);
        tile("Content", Human.size(content.store().snapshotBytes()), "as if nothing were shared", false);
        tile(
                "Stored",
                Human.size(content.store().dataPackBytes() + content.store().pagePackBytes()),
                "deduplicated " + StoreViews.ratio(chunks.dedupRatio()) + ", compressed "
                        + StoreViews.ratio(chunks.compressionRatio()),
                false);
        tile("Free", Human.size(content.store().freeBytes()), Human.size(chunks.deadBytes()) + " garbage", false);
        tile(
                "Verified",
                String.format(Locale.ROOT, "%.0f %%", Math.floor(content.scrub().verifiedPercent())),
                "in the last " + content.scrub().verifiedDays() + " days",
                content.store().quarantinedChunks() > 0);
        html.markup("</div></header>");
    }

    private void tile(String name, String value, String more, boolean alarming) {
        html.markup("<div class=\"tile" + (alarming ? " bad" : "") + "\">")
                .element("span", "class=\"name\"", name)
                .element("b", "", value)
                .element("span", "class=\"more\"", more)
                .markup("</div>");
    }

    private void warnings() {
        if (content.status().warnings().isEmpty()) {
            return;
        }
        section("Warnings", "");
        html.markup("<ul class=\"warnings\">");
        content.status().warnings().forEach(warning -> html.element("li", "", warning));
        html.markup("</ul></section>");
    }

    private void protection() {
        section("Protection", "What has no snapshot, or no recent one, comes first.");
        List<VolumeProtection> volumes = content.volumes().stream()
                .sorted(Comparator.comparing(ReportPage::rank).thenComparing(VolumeProtection::volumeId))
                .toList();
        ReportTable table = ReportTable.begin(
                html,
                "Volume",
                "Name",
                "State",
                ">Size",
                ">Snapshots",
                "Last snapshot",
                "Verified",
                "Policies",
                ">Changed a day");
        for (VolumeProtection volume : volumes.subList(0, Math.min(volumes.size(), VOLUME_ROWS_MAX))) {
            table.row()
                    .id(volume.volumeId())
                    .text(volume.name())
                    .state(volume.state())
                    .number(Human.size(volume.sizeBytes()))
                    .number(Human.count(volume.snapshots()))
                    .time(volume.lastSnapshotTime())
                    .time(volume.lastVerificationTime())
                    .text(String.join(", ", volume.policies()))
                    .number(Human.size(volume.changedBytesPerDay()))
                    .endRow();
        }
        table.end();
        if (volumes.size() > VOLUME_ROWS_MAX) {
            html.element(
                    "p",
                    "class=\"quiet\"",
                    "And " + Human.count(volumes.size() - VOLUME_ROWS_MAX) + " more: ebsnap volume protection");
        }
        html.markup("</section>");
    }

    private void growth() {
        section("Growth", "");
        html.element("h3", "", "Length of all packs, by day");
        if (content.history().size() < 2) {
            html.element(
                    "p",
                    "class=\"quiet\"",
                    "The daemon notes it once a day; there is a line here from the second day on.");
        } else {
            html.markup(charts.growth());
        }
        html.element("h3", "", "What the snapshots that are there have added, by day");
        if (content.snapshots().stream().allMatch(snapshot -> snapshot.transfer() == null)) {
            html.element("p", "class=\"quiet\"", "There is no completed snapshot.");
        } else {
            html.markup(charts.added());
        }
        html.markup("</section>");
    }

    private void changes() {
        List<VolumeProtection> volumes = charts.changing();
        section(
                "What changes",
                "What differed from the snapshot before, of the volumes that change most; the first snapshot of a volume is left out.");
        if (volumes.isEmpty()) {
            html.element("p", "class=\"quiet\"", "No volume has two snapshots.");
        }
        html.markup("<div class=\"many\">");
        for (VolumeProtection volume : volumes) {
            html.markup("<figure>")
                    .element("figcaption", "", volume.name().isEmpty() ? volume.volumeId() : volume.name())
                    .element(
                            "span",
                            "class=\"quiet\"",
                            volume.changedBytesPerDay() == null
                                    ? ""
                                    : Human.size(volume.changedBytesPerDay()) + " a day")
                    .markup(charts.changes(volume))
                    .markup("</figure>");
        }
        html.markup("</div></section>");
    }

    private void lineage() {
        if (content.tree().isEmpty()) {
            return;
        }
        section(
                "Lineage",
                "Each line is a volume, each dot a snapshot, larger for what has more of its own; a bow leads to a volume that was made of a snapshot.");
        html.markup(charts.lineage()).markup("</section>");
    }

    private void largest() {
        List<SnapshotTreeEntry> largest = content.tree().stream()
                .filter(entry -> entry.sizes() != null)
                .sorted(Comparator.comparingLong((SnapshotTreeEntry entry) ->
                                Objects.requireNonNull(entry.sizes()).uniqueStoredBytes())
                        .reversed())
                .limit(LARGEST_MAX)
                .toList();
        if (largest.isEmpty()) {
            return;
        }
        section("What deleting would free", "The snapshots with most of their own, as stored.");
        ReportTable table =
                ReportTable.begin(html, "Snapshot", "Volume", "Taken", "Description", ">Content", ">Shared", ">Freed");
        for (SnapshotTreeEntry entry : largest) {
            SnapshotSize sizes = Objects.requireNonNull(entry.sizes());
            table.row()
                    .id(entry.snapshotId())
                    .id(entry.volumeId())
                    .time(entry.startTime())
                    .text(entry.description())
                    .number(Human.size(sizes.fullSnapshotSizeInBytes()))
                    .number(Human.size(sizes.sharedStoredBytes()))
                    .number(Human.size(sizes.uniqueStoredBytes()))
                    .endRow();
        }
        table.end();
        html.markup("</section>");
    }

    private void verification() {
        ScrubStatus scrub = content.scrub();
        section("Verification", "The store is read and proven part by part.");
        double fresh = scrub.storedBytes() == 0 ? 100 : 100.0 * scrub.verifiedBytes() / scrub.storedBytes();
        double never = scrub.storedBytes() == 0 ? 0 : 100.0 * scrub.neverBytes() / scrub.storedBytes();
        html.markup(String.format(
                Locale.ROOT,
                "<div class=\"meter\"><i class=\"fresh\" style=\"width:%.2f%%\"></i><i class=\"old\" style=\"width:%.2f%%\"></i></div>",
                fresh,
                Math.max(0, 100 - fresh - never)));
        html.element(
                "p",
                "",
                String.format(
                        Locale.ROOT,
                        "%s of %s verified in the last %d days; %s never since written; oldest %s.",
                        Human.size(scrub.verifiedBytes()),
                        Human.size(scrub.storedBytes()),
                        scrub.verifiedDays(),
                        Human.size(scrub.neverBytes()),
                        Human.time(scrub.oldestTime())));
        html.markup("</section>");
    }

    private void zones() {
        section("Zones", "");
        ReportTable table = ReportTable.begin(html, "Zone", "State", "Directory", ">Free", "");
        for (AvailabilityZone zone : content.zones()) {
            table.row()
                    .text(zone.zoneName())
                    .text(zone.state())
                    .id(zone.storeDirectory())
                    .number(Human.size(zone.freeBytes()))
                    .text(
                            zone.messages().isEmpty()
                                    ? ""
                                    : zone.messages().getFirst().message())
                    .endRow();
        }
        table.end();
        html.markup("</section>");
    }

    private void section(String title, String words) {
        html.markup("<section>").element("h2", "", title);
        if (!words.isEmpty()) {
            html.element("p", "class=\"quiet\"", words);
        }
    }

    private static boolean isProtected(VolumeProtection volume) {
        return volume.state().equals("protected");
    }

    private static int rank(VolumeProtection volume) {
        return VolumeProtection.STATES.indexOf(volume.state());
    }
}
