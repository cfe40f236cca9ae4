package io.ebsnap.account;

import io.ebsnap.bin.BinnedItem;
import io.ebsnap.bin.RecycleBin;
import io.ebsnap.bin.Recycling;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import java.util.List;

/**
 * What of an account's own is in the recycle bin.
 *
 * @param bin of everybody
 * @param account whose
 */
public record AccountRecycling(RecycleBin bin, Account account) implements RecycleBin {

    /** The bin and the rules of an account. */
    public static Recycling of(Recycling everybodys, Account account) {
        return new Recycling(
                new AccountRecycling(everybodys.bin(), account), new AccountRules(everybodys.rules(), account));
    }

    @Override
    public List<BinnedItem> list(BinResourceType type) {
        return bin.list(type).stream()
                .filter(item -> account.owns(item.ownerId()))
                .toList();
    }

    @Override
    public BinnedItem restore(BinResourceType type, String id) {
        requireOwn(type, id);
        return bin.restore(type, id);
    }

    @Override
    public BinnedItem tag(BinResourceType type, String id, List<Tag> tags) {
        requireOwn(type, id);
        return bin.tag(type, id, tags);
    }

    @Override
    public void purge(BinResourceType type, String id) {
        throw Administrator.alone("purging the recycle bin");
    }

    private void requireOwn(BinResourceType type, String id) {
        if (list(type).stream().noneMatch(item -> item.id().equals(id))) {
            throw new Failure.NotFound("there is no " + id + " in the recycle bin");
        }
    }
}
