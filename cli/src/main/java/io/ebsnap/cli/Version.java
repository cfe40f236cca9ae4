package io.ebsnap.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this command line, from its jar. */
final class Version implements IVersionProvider {

    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"ebsnap " + current()};
    }
}
