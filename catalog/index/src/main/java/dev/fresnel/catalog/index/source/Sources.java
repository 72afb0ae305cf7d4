package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.index.IndexFile;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.index.trust.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Opens sources by what an admin writes: a folder, a jar, a catalog's folder or zip file, {@code https://…} (index or its folder),
 * {@code maven:group:artifact:version@repository}, {@code oci:host/name:tag}.
 */
public final class Sources {
    private final Setting setting;

    public Sources(Setting setting) {
        this.setting = setting;
    }

    public Source open(String text) throws Refusal {
        String scheme = text.contains(":") ? text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT) : "";
        return switch (scheme) {
            case "http", "https" -> web(text);
            case "maven" -> maven(text, setting.reach());
            case "oci" -> oci(text, setting.reach());
            default -> disk(text);
        };
    }

    private Gate gate() {
        return new Gate(setting.temporary(), setting.bounds());
    }

    private Source disk(String text) throws Refusal {
        Path place;
        if (text.contains("://") && !text.startsWith("file:")) {
            throw new Refusal(Reason.SOURCE_INVALID, text + " is no source: neither a path nor http, https, maven, oci");
        }
        try {
            place = text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.SOURCE_INVALID, text + " is no source: neither a path nor http, https, maven, oci", e);
        }
        if (place.endsWith(IndexFile.NAME)) {
            place = place.toAbsolutePath().getParent();
        }
        var origin = new Trust.Origin(place.toAbsolutePath().normalize().toString(), true);
        if (Files.isRegularFile(place.resolve(IndexFile.NAME))) {
            return new CatalogSource(Source.Kind.FOLDER, new FolderShelf(place), setting.trust(), origin, this::elsewhere);
        }
        if (Files.isDirectory(place)) {
            return new JarSource(place, Source.Kind.FOLDER, gate());
        }
        if (place.toString().endsWith(".zip")) {
            return new CatalogSource(Source.Kind.FILE, new ZipShelf(place), setting.trust(), origin, this::elsewhere);
        }
        return new JarSource(place, Source.Kind.FILE, gate());
    }

    private Source web(String text) throws Refusal {
        URI base = address(text.endsWith("/") || text.endsWith(".json") ? text : text + "/");
        return new CatalogSource(
                Source.Kind.CATALOG, new WebShelf(new Web(setting.reach()), base), setting.trust(), new Trust.Origin(Web.shown(base), false),
                (entry, location, target, progress) -> elsewhere(entry, location, target, progress, base));
    }

    private static URI address(String text) throws Refusal {
        try {
            URI address = URI.create(text);
            if (address.getHost() == null) {
                throw new Refusal(Reason.SOURCE_INVALID, "the address names no host");
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.SOURCE_INVALID, "the address cannot be read", e);
        }
    }

    private MavenSource maven(String text, Reach reach) throws Refusal {
        return new MavenSource(MavenAddress.parse(text, setting.maven()), new Web(reach), gate(), setting.temporary(), setting.bounds().bytes());
    }

    private OciSource oci(String text, Reach reach) throws Refusal {
        OciAddress address = OciAddress.parse(text);
        var registry = new Registry(address, new Web(reach), reach);
        var catalog = new CatalogSource(Source.Kind.OCI, new OciShelf(registry, address), setting.trust(), new Trust.Origin(address.toString(), false), this::elsewhere);
        return new OciSource(address, registry, catalog, gate(), setting.temporary(), setting.bounds().bytes());
    }

    private void elsewhere(Entry entry, String location, Path target, Progress progress) throws Refusal, InterruptedException {
        elsewhere(entry, location, target, progress, URI.create("https://nowhere.invalid/"));
    }

    /** What an index points to on another host may not be this machine or a private network, unless the index stands there too. */
    private void elsewhere(Entry entry, String location, Path target, Progress progress, URI index) throws Refusal, InterruptedException {
        Reach others = setting.reach().with(Addresses.TYPED);
        if (location.startsWith("maven:")) {
            try (var source = maven(location, MavenAddress.parse(location, java.util.Optional.empty()).repository().isPresent() ? others : setting.reach())) {
                source.fetch(entry.withLocations(java.util.List.of(location)), target, progress);
            }
        } else if (location.startsWith("oci:")) {
            try (var source = oci(location, others)) {
                source.fetch(entry, target, progress);
            }
        } else {
            URI address = address(location);
            boolean same = address.getScheme().equals(index.getScheme()) && String.valueOf(index.getAuthority()).equals(address.getAuthority());
            try (var web = new Web(same ? setting.reach() : others)) {
                web.download(web.get(address, Map.of()), target, entry.size(), progress);
            }
        }
    }
}
