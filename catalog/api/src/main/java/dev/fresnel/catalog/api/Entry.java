package dev.fresnel.catalog.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One build of a plugin, as a catalog offers it: all that is needed to judge, plan and show it before a byte of it is there.
 *
 * @param id the plugin's word
 * @param version as OSGi writes versions: {@code 1.2.3} or {@code 1.2.3.rc1}
 * @param headers what decides about wiring, verbatim
 * @param sha256 of the whole file, 64 small hexadecimal digits
 * @param size of the file in bytes
 * @param publisher who answers for it; {@code ""} when nobody does
 * @param seals the publisher's signatures over this build
 * @param locations where the file is, best first: relative to the index, or with a scheme (https, maven, oci)
 * @param plugin {@code plugin.json} as it stands in the file: text, numbers, booleans, lists and maps
 * @param asks what the admin has to grant
 * @param license SPDX expression or free text; {@code ""} when it names none
 * @param readme Markdown; {@code ""} when there is none
 * @param changelog Markdown; {@code ""} when there is none
 */
public record Entry(
        String id,
        String version,
        String title,
        String summary,
        Headers headers,
        String sha256,
        long size,
        String publisher,
        List<Seal> seals,
        List<String> locations,
        Map<String, Object> plugin,
        List<Ask> asks,
        String license,
        String readme,
        String changelog) {
    public Entry {
        seals = List.copyOf(seals);
        locations = List.copyOf(locations);
        plugin = Collections.unmodifiableMap(new LinkedHashMap<>(plugin));
        asks = List.copyOf(asks);
    }

    public String symbolicName() {
        return headers.symbolicName();
    }

    public Entry withLocations(List<String> others) {
        return new Entry(id, version, title, summary, headers, sha256, size, publisher, seals, others, plugin, asks, license, readme, changelog);
    }

    public Entry sealed(String by, List<Seal> others) {
        return new Entry(id, version, title, summary, headers, sha256, size, by, others, locations, plugin, asks, license, readme, changelog);
    }
}
