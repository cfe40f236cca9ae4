package io.ebsnap.linux;

import java.util.Optional;

/**
 * Names that stay with the medium across restarts and other places of connection, as far as it has any.
 *
 * @param model what its maker calls it
 * @param serial its serial number
 * @param worldWideName its world wide name, EUI-64 or UUID, with the prefix that says which: {@code naa.5000c500...}
 * @param diskSequence the kernel's number of this coming into being of the device, never used again before a restart of
 *     the machine; a loop device gets a new one at each attaching
 */
public record DeviceIdentity(
        Optional<String> model, Optional<String> serial, Optional<String> worldWideName, Optional<Long> diskSequence) {}
