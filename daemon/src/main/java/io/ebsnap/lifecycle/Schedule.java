package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Tag;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the schedules of a policy.
 *
 * @param id by which its snapshots are known; stays when it is renamed
 * @param name for people
 * @param timing when it takes snapshots
 * @param zone whose calendar counts
 * @param retention which it keeps
 * @param copyTags whether snapshots get the tags of their volumes
 * @param tags that they get; values may have variables
 * @param onlyWithout takes none of a volume that has one that is not older; null takes it anyway
 * @param adopted what a snapshot has a tag of that is treated as if it were the schedule's
 * @param rules what is done with them
 */
record Schedule(
        String id,
        String name,
        Timing timing,
        ZoneId zone,
        Retention retention,
        boolean copyTags,
        List<Tag> tags,
        @Nullable Age onlyWithout,
        List<TagPattern> adopted,
        List<Rule> rules) {}
