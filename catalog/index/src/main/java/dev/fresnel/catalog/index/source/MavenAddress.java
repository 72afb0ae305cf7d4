package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code maven:group:artifact[:version][@repository]}.
 *
 * @param version one version, an OSGi range, or {@code ""} for the newest
 */
record MavenAddress(String group, String artifact, String version, Optional<URI> repository) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*|[\\[(][0-9A-Za-z., _-]+[\\])]|");

    /** @param usual the configured repository, for addresses that name none */
    static MavenAddress parse(String text, Optional<URI> usual) throws Refusal {
        String body = text.substring("maven:".length());
        int at = body.indexOf('@');
        String[] parts = (at < 0 ? body : body.substring(0, at)).split(":", 3);
        String version = parts.length > 2 ? parts[2].strip() : "";
        if (parts.length < 2 || !WORD.matcher(parts[0]).matches() || !WORD.matcher(parts[1]).matches() || !VERSION.matcher(version).matches()) {
            throw new Refusal(Reason.SOURCE_INVALID, text + " is not maven:group:artifact:version");
        }
        if (version.endsWith("-SNAPSHOT")) {
            throw new Refusal(Reason.SOURCE_INVALID, text + " is a snapshot, which is another file each day; use a release");
        }
        try {
            if (Versions.isRange(version) && !version.isEmpty()) {
                org.osgi.framework.VersionRange.valueOf(version);
            }
            return new MavenAddress(parts[0], parts[1], version, at < 0 ? usual : Optional.of(URI.create(body.substring(at + 1))));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.SOURCE_INVALID, text + " has a version range or a repository that cannot be read", e);
        }
    }

    MavenAddress withVersion(String one) {
        return new MavenAddress(group, artifact, one, repository);
    }

    URI metadata() throws Refusal {
        return URI.create(folder() + "maven-metadata.xml");
    }

    URI jar(String of) throws Refusal {
        return URI.create(folder() + of + "/" + artifact + "-" + of + ".jar");
    }

    private String folder() throws Refusal {
        String base = repository.orElseThrow(() -> new Refusal(Reason.SOURCE_INVALID, this + " names no repository, and none is configured")).toString();
        return base + (base.endsWith("/") ? "" : "/") + group.replace('.', '/') + "/" + artifact + "/";
    }

    @Override
    public String toString() {
        return "maven:" + group + ":" + artifact + (version.isEmpty() ? "" : ":" + version) + repository.map(address -> "@" + address).orElse("");
    }
}
