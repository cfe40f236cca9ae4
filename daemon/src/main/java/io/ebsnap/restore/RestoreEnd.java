package io.ebsnap.restore;

/** What follows a restore onto a file that is nobody's yet. One of both is called, once, when the file is closed. */
public interface RestoreEnd {

    /**
     * The file is whole.
     *
     * @throws RuntimeException if it cannot be put to use: the restore fails then
     */
    void whole();

    /** The file is not whole, or could not be put to use. */
    void failed();
}
