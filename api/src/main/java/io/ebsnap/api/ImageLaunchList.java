package io.ebsnap.api;

import java.util.List;

/** Launches. */
public record ImageLaunchList(List<ImageLaunch> imageLaunches) {}
