package io.ebsnap.aws.dlm;

import io.ebsnap.aws.json.JsonMembers;

/** Writes default policies, which are for all volumes that have no recent snapshot. */
final class DefaultPolicyWriting {

    static final int CREATE_DAYS = 1;
    static final int RETAIN_DAYS = 7;

    private static final int CREATE_DAYS_MAX = 7;
    private static final int RETAIN_DAYS_MIN = 2;
    private static final int RETAIN_DAYS_MAX = 14;

    private DefaultPolicyWriting() {}

    static void write(JsonMembers in, Toml out) {
        requireOfVolumes(in);
        int create = days(in, "CreateInterval", 1, CREATE_DAYS_MAX, CREATE_DAYS);
        int retain = days(in, "RetainInterval", RETAIN_DAYS_MIN, RETAIN_DAYS_MAX, RETAIN_DAYS);
        if (retain <= create) {
            throw in.wrong("RetainInterval", "is longer than CreateInterval");
        }
        if (Boolean.TRUE.equals(in.flag("ExtendDeletion"))) {
            throw in.wrong("ExtendDeletion", "is false here: the last snapshot of a volume is never deleted");
        }
        PolicyWriting.refuse(in, "CrossRegionCopyTargets", "are for other regions, which have daemons of their own");
        out.add("default", true);
        exclusions(in, out);
        out.table("schedule.default").add("every", create + " days").add("only-without", create + " days");
        if (Boolean.TRUE.equals(in.flag("CopyTags"))) {
            out.add("copy-tags", true);
        }
        out.table("schedule.default.retain").add("age", retain + " days");
    }

    private static void requireOfVolumes(JsonMembers in) {
        String type = in.text("ResourceType");
        if (type != null && !type.equals(PolicyWriting.VOLUME)) {
            throw in.wrong("ResourceType", "is " + PolicyWriting.VOLUME + " here");
        }
    }

    private static int days(JsonMembers in, String name, int min, int max, int otherwise) {
        Integer days = in.integer(name, min, max);
        return days == null ? otherwise : days;
    }

    private static void exclusions(JsonMembers in, Toml out) {
        JsonMembers exclusions = in.object("Exclusions");
        if (exclusions == null) {
            return;
        }
        PolicyWriting.refuse(
                exclusions, "ExcludeVolumeTypes", "mean nothing here: volumes of all types are served alike");
        out.table("exclude").add("boot", Boolean.TRUE.equals(exclusions.flag("ExcludeBootVolumes")));
        out.add(
                "tags",
                exclusions.objects("ExcludeTags").stream()
                        .map(PolicyWriting::pattern)
                        .toList());
    }
}
