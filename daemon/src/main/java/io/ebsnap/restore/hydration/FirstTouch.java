package io.ebsnap.restore.hydration;

import io.ebsnap.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Blocks in the order in which they were first read, learnt from one use or several.
 *
 * @param starts how many uses
 * @param blocks each once
 */
record FirstTouch(int starts, List<Long> blocks) {

    /** 4 GiB: more than any system reads while it starts. */
    static final int BLOCKS_MAX = 8192;

    static final FirstTouch NONE = new FirstTouch(0, List.of());

    FirstTouch {
        blocks = List.copyOf(blocks);
    }

    /**
     * What is known after one more use: blocks move to the mean of their places; one that a use did not touch counts as if it came after all
     * others.
     */
    FirstTouch with(List<Long> touched) {
        Map<Long, Integer> old = places(blocks);
        Map<Long, Integer> fresh = places(touched);
        LinkedHashSet<Long> all = new LinkedHashSet<>(touched);
        all.addAll(blocks);
        int last = all.size();
        List<Long> merged = new ArrayList<>(all);
        merged.sort(Comparator.comparingDouble(
                block -> (double) old.getOrDefault(block, last) * starts + fresh.getOrDefault(block, last)));
        return new FirstTouch(Math.min(starts + 1, 1_000_000), merged.subList(0, Math.min(BLOCKS_MAX, merged.size())));
    }

    private static Map<Long, Integer> places(List<Long> blocks) {
        Map<Long, Integer> places = new HashMap<>();
        for (long block : blocks) {
            places.putIfAbsent(block, places.size());
        }
        return places;
    }

    /** As it is kept in a record. */
    String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long before = 0;
        for (long block : blocks) {
            long difference = block - before;
            long left = (difference << 1) ^ (difference >> 63);
            while (left >>> 7 != 0) {
                bytes.write((int) ((left & 0x7f) | 0x80));
                left >>>= 7;
            }
            bytes.write((int) left);
            before = block;
        }
        return Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * Of what {@link #encode} gave.
     *
     * @throws Failure.Corrupt if it is anything else
     */
    static FirstTouch decode(int starts, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            LinkedHashSet<Long> blocks = new LinkedHashSet<>();
            long before = 0;
            long value = 0;
            int shift = 0;
            for (byte next : bytes) {
                value |= (long) (next & 0x7f) << shift;
                shift += 7;
                if (next >= 0) {
                    before += (value >>> 1) ^ -(value & 1);
                    blocks.add(before);
                    value = 0;
                    shift = 0;
                }
            }
            return new FirstTouch(
                    starts,
                    blocks.stream()
                            .filter(block -> block >= 0)
                            .limit(BLOCKS_MAX)
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new Failure.Corrupt("a first-touch order is no Base64", e);
        }
    }
}
