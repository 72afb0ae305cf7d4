package dev.fresnel.launcher;

/**
 * One value as somebody wrote it.
 *
 * @param source how to name its place in a message: {@code --port}, {@code FRESNEL_PORT}, {@code port in /x/fresnel.yaml}
 * @param text as written
 */
record Entry(String source, String text) {}
