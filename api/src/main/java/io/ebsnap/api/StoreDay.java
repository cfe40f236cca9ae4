package io.ebsnap.api;

/**
 * The store as it was on a day.
 *
 * @param date {@code YYYY-MM-DD}, in UTC
 * @param packBytes length of all packs
 * @param snapshotBytes content of all completed snapshots, as if each were alone
 * @param snapshots completed ones
 * @param freeBytes what could still be stored
 */
public record StoreDay(String date, long packBytes, long snapshotBytes, long snapshots, long freeBytes) {}
