package io.ebsnap.attach;

import io.ebsnap.device.Tools;
import io.ebsnap.linux.NbdControl;
import java.time.InstantSource;

/**
 * What attachments by the kernel's NBD driver are made with.
 *
 * @param control the driver
 * @param sockets connections to it
 * @param clients serves them
 * @param records where attachments are noted
 * @param tools the machine's programs
 * @param speeds lets devices be used at native speed
 * @param clock the time of day
 */
record NbdParts(
        NbdControl control,
        AttachSettings settings,
        KernelSockets sockets,
        KernelClients clients,
        AttachmentRecords records,
        Tools tools,
        NativeSpeed speeds,
        InstantSource clock) {}
