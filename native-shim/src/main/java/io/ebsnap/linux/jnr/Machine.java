package io.ebsnap.linux.jnr;

import java.util.Locale;

/**
 * What differs between the machines that the bindings are right for.
 *
 * @param directFlag the value of O_DIRECT
 * @param directoryFlag the value of O_DIRECTORY
 */
record Machine(int directFlag, int directoryFlag) {

    private static final Machine X86_64 = new Machine(0x4000, 0x10000);
    private static final Machine AARCH64 = new Machine(0x10000, 0x4000);

    /**
     * The machine with these names.
     *
     * @throws IllegalStateException if the bindings are not known to be right there
     */
    static Machine of(String system, String architecture) {
        if (!system.equals("Linux")) {
            throw new IllegalStateException("needs Linux, this is " + system);
        }
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default -> throw new IllegalStateException("needs x86-64 or aarch64, this is " + architecture);
        };
    }

    /** The machine that this process runs on. */
    static Machine current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }
}
