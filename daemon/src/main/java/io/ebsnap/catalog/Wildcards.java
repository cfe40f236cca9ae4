package io.ebsnap.catalog;

/** Patterns for names and tags of records, as EC2's filters have them: {@code *} is any characters, {@code ?} any one, {@code \} takes that meaning from the next. */
public final class Wildcards {

    private Wildcards() {}

    /** Whether a text is of a pattern. Takes time in proportion to the product of their lengths at most. */
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int starPattern = -1;
        int starText = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starPattern = ++p;
                starText = t;
            } else if (matchesOne(pattern, p, text.charAt(t))) {
                p += width(pattern, p);
                t++;
            } else if (starPattern >= 0) {
                p = starPattern;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean matchesOne(String pattern, int p, char c) {
        if (p >= pattern.length()) {
            return false;
        }
        char wanted = pattern.charAt(p);
        if (wanted == '\\' && p + 1 < pattern.length()) {
            return pattern.charAt(p + 1) == c;
        }
        return wanted == '?' || wanted == c;
    }

    private static int width(String pattern, int p) {
        return pattern.charAt(p) == '\\' && p + 1 < pattern.length() ? 2 : 1;
    }
}
