package io.ebsnap.api;

/** A request's action is none of ours. */
public final class UnknownAction extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownAction(String action) {
        super("there is no action '" + printable(action) + "'");
    }

    private static String printable(String action) {
        String cut = action.length() > 60 ? action.substring(0, 60) + "..." : action;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
