package io.ebsnap.api;

/** A name and a text that tell more about a line of the audit log. */
public record AuditDetail(String name, String value) {}
