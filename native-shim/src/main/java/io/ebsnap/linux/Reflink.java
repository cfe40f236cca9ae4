package io.ebsnap.linux;

import java.nio.file.Path;

/** Makes files share blocks on file systems that can (XFS, Btrfs, bcachefs, some network ones). */
public interface Reflink {

    /**
     * Makes {@code target} a copy that shares all blocks of {@code source}, at one instant: a write to the source is in it as
     * a whole or not at all. Dirty pages of the source are included. The copy is durable once it is synced.
     *
     * @param target must not exist; readable by its owner only
     * @throws LinuxException EOPNOTSUPP if the file system cannot, EXDEV if they lie on different ones, EEXIST, ENOSPC; a
     *     target that was created is removed again
     */
    void cloneFile(Path source, Path target) throws LinuxException;

    /**
     * Makes a range of {@code target} share the blocks of a range of {@code source}.
     *
     * @param target must exist; grows if the range lies beyond its end
     * @param sourceOffset multiple of the file system's block, as {@code targetOffset} and, unless it ends the source,
     *     {@code length}
     * @param length bytes; 0 for up to the end of the source
     * @throws LinuxException as for {@link #cloneFile}; EINVAL if a number is not aligned or the ranges overlap
     */
    void cloneRange(Path source, long sourceOffset, long length, Path target, long targetOffset) throws LinuxException;
}
