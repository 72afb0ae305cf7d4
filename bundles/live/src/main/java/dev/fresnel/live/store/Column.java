package dev.fresnel.live.store;

/**
 * One column of the API server's Table.
 *
 * @param id its name in lower case with dashes; {@code name} and {@code age} are fixed
 * @param name as the server heads it
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean} or {@code date}
 * @param priority 0 = shown by {@code kubectl get}, more = only with {@code -o wide}
 * @param description the server's words
 */
public record Column(String id, String name, String type, int priority, String description) {}
