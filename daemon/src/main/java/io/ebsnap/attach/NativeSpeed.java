package io.ebsnap.attach;

import java.util.function.LongSupplier;

/**
 * What lets attached volumes be used at native speed.
 *
 * @param wanted whether they shall be; what an earlier daemon has let so is brought back if not
 * @param mapper makes the devices that can be led elsewhere
 * @param targets what they are led to
 * @param nanoTime elapsed nanoseconds of a clock that is never set
 */
record NativeSpeed(boolean wanted, DeviceMapper mapper, TargetDevices targets, LongSupplier nanoTime) {}
