package dev.fresnel.live.rows;

/**
 * Why a column of ours is empty in a cluster.
 *
 * @param state {@code loading}, {@code absent}, {@code forbidden}, {@code unreachable} or {@code stale}
 * @param since epoch ms
 */
record Note(String column, String cluster, String state, long since, String detail) {}
