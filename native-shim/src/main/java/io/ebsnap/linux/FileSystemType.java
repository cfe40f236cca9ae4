package io.ebsnap.linux;

import java.util.Arrays;

/** Kinds of file systems that matter here, by the number that the kernel gives them. */
public enum FileSystemType {
    EXT(0xEF53L),
    XFS(0x58465342L),
    BTRFS(0x9123683EL),
    BCACHEFS(0xCA451A4EL),
    F2FS(0xF2F52010L),
    TMPFS(0x01021994L),
    OVERLAY(0x794C7630L),
    NFS(0x6969L),
    FUSE(0x65735546L),
    ZFS(0x2FC12FC1L),
    /** Any other. */
    OTHER(0);

    private final long magic;

    FileSystemType(long magic) {
        this.magic = magic;
    }

    /** The kind with this number. */
    public static FileSystemType ofMagic(long magic) {
        return Arrays.stream(values())
                .filter(type -> type.magic == magic)
                .findFirst()
                .orElse(OTHER);
    }
}
