package io.ebsnap.api;

import java.util.List;

/**
 * A part of the audit log.
 *
 * @param entries in their order
 * @param nextSequence what to give as {@code After} for the part behind this one
 * @param atEnd whether there is nothing behind it now
 */
public record AuditEntryList(List<AuditEntry> entries, long nextSequence, boolean atEnd) {}
