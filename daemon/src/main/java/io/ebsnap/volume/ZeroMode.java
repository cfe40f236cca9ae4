package io.ebsnap.volume;

/**
 * How a range is to be made zeros.
 *
 * @param mayTrim whether its space may be given back
 * @param fastOnly whether to refuse if it takes as long as writing zeros would
 */
public record ZeroMode(boolean mayTrim, boolean fastOnly) {

    /** Whatever is best. */
    public static final ZeroMode ANY = new ZeroMode(true, false);
}
