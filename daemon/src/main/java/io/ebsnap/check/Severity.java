package io.ebsnap.check;

/** How bad a finding is. */
public enum Severity {
    /** Content of a completed snapshot cannot be read as it was stored. */
    DAMAGE("damage"),
    /** Nothing is lost yet, but something is not as it should be. */
    WARNING("warning"),
    /** Worth knowing; needs no action. */
    NOTICE("notice");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** The word for it in answers. */
    public String word() {
        return word;
    }
}
