package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.json.Fields;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One repository of an OCI registry (distribution specification 1.1): pull, push, and the tokens for both. */
final class Registry implements AutoCloseable {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final long LARGEST_MANIFEST = 4 << 20;
    private static final long LARGEST_TOKEN = 1 << 20;
    private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z_]+)=\"([^\"]*)\"");

    private final OciAddress address;
    private final Web web;
    private final Addresses addresses;
    private final Credentials credentials;
    private volatile String token = "";

    Registry(OciAddress address, Web web, Reach reach) {
        this.address = address;
        this.web = web;
        this.addresses = reach.addresses();
        this.credentials = reach.credentials();
    }

    /** A manifest's bytes, which are those of the digest where one was asked for. */
    byte[] manifest(String reference) throws Refusal, InterruptedException {
        return web.patiently(() -> {
            try (Answer answer = send("GET", address.manifest(reference), Map.of("Accept", MANIFEST), BodyPublishers.noBody())) {
                if (answer.status() != 200) {
                    throw Web.failed(answer);
                }
                byte[] bytes = web.bytes(answer, LARGEST_MANIFEST);
                String promised = reference.startsWith("sha256:") ? reference : answer.header("Docker-Content-Digest");
                if (promised.startsWith("sha256:") && !promised.equals("sha256:" + Digests.sha256(bytes))) {
                    throw new Refusal(Reason.DIGEST_WRONG, "the registry sent another manifest than " + promised);
                }
                return bytes;
            }
        });
    }

    byte[] blob(String digest, long limit) throws Refusal, InterruptedException {
        return web.patiently(() -> {
            try (Answer answer = send("GET", address.blob(digest), Map.of(), BodyPublishers.noBody())) {
                if (answer.status() != 200) {
                    throw Web.failed(answer);
                }
                byte[] bytes = web.bytes(answer, limit);
                if (!digest.equals("sha256:" + Digests.sha256(bytes))) {
                    throw new Refusal(Reason.DIGEST_WRONG, "the registry sent another blob than " + digest);
                }
                return bytes;
            }
        });
    }

    void download(String digest, Path target, long size, Progress progress) throws Refusal, InterruptedException {
        web.patiently(() -> {
            send("HEAD", address.blob(digest), Map.of(), BodyPublishers.noBody()).close(); // brings the token, where one is needed
            return true;
        });
        web.download(new Web.Ask("GET", address.blob(digest), authorization(), BodyPublishers.noBody(), addresses), target, size, progress);
    }

    private Map<String, String> authorization() {
        return token.isEmpty() ? Map.of() : Map.of("Authorization", token);
    }

    private Answer send(String method, URI to, Map<String, String> headers, BodyPublisher body) throws Refusal, InterruptedException {
        Answer answer = web.send(ask(method, to, headers, body));
        String challenge = answer.header("WWW-Authenticate");
        if (answer.status() != 401 || !challenge.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return answer;
        }
        answer.close();
        token = "Bearer " + token(challenge);
        return web.send(ask(method, to, headers, body));
    }

    private Web.Ask ask(String method, URI to, Map<String, String> headers, BodyPublisher body) {
        var all = new TreeMap<>(headers);
        all.putAll(authorization());
        return new Web.Ask(method, to, all, body, addresses);
    }

    /** The token flow of the distribution project: who asks where, for what, and gets a token for that alone. */
    private String token(String challenge) throws Refusal, InterruptedException {
        var parameters = new TreeMap<String, String>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        URI realm = realm(parameters.getOrDefault("realm", ""));
        var query = new StringBuilder();
        for (String name : new String[] {"service", "scope"}) {
            if (parameters.containsKey(name)) {
                query.append(query.isEmpty() ? "?" : "&").append(name).append('=').append(URLEncoder.encode(parameters.get(name), StandardCharsets.UTF_8));
            }
        }
        var headers = new TreeMap<String, String>();
        credentials.header(address.base()).ifPresent(header -> headers.put("Authorization", header));
        try (Answer answer = web.send(new Web.Ask("GET", URI.create(realm + query.toString()), headers, BodyPublishers.noBody(), addresses))) {
            if (answer.status() != 200) {
                throw Web.failed(answer);
            }
            Fields fields = Fields.of(web.bytes(answer, LARGEST_TOKEN), "the registry's token", Reason.SOURCE_DENIED);
            return fields.has("token") ? fields.text("token") : fields.text("access_token");
        }
    }

    /** Credentials go over TLS, or stay on this machine. */
    private URI realm(String text) throws Refusal {
        try {
            URI realm = URI.create(text);
            boolean plain = !"https".equals(realm.getScheme());
            if (realm.getHost() == null || plain && !realm.getHost().equals(address.base().getHost()) || realm.getRawQuery() != null) {
                throw new Refusal(Reason.SOURCE_DENIED, "the registry sends us to an unsafe address for a token");
            }
            return realm;
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.SOURCE_DENIED, "the registry sends us to what is no address for a token", e);
        }
    }

    // --- push

    /** Brings a blob there, unless it is there. */
    void push(String digest, BodyPublisher body, long size) throws Refusal, InterruptedException {
        try (Answer there = send("HEAD", address.blob(digest), Map.of(), BodyPublishers.noBody())) {
            if (there.status() == 200) {
                return;
            }
        }
        URI place;
        try (Answer started = send("POST", address.base().resolve("blobs/uploads/"), Map.of(), BodyPublishers.noBody())) {
            if (started.status() != 202) {
                throw Web.failed(started);
            }
            place = started.address().resolve(started.header("Location"));
        }
        URI whole = URI.create(place + (place.getRawQuery() == null ? "?" : "&") + "digest=" + digest);
        try (Answer done = send("PUT", whole, Map.of("Content-Type", "application/octet-stream"), body)) {
            if (done.status() != 201) {
                throw Web.failed(done);
            }
        }
    }

    static BodyPublisher file(Path file) throws Refusal {
        try {
            return BodyPublishers.ofFile(file);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, file + " cannot be read: " + e, e);
        }
    }

    void pushManifest(String reference, byte[] manifest) throws Refusal, InterruptedException {
        try (Answer answer = send("PUT", address.manifest(reference), Map.of("Content-Type", MANIFEST), BodyPublishers.ofByteArray(manifest))) {
            if (answer.status() != 201) {
                throw Web.failed(answer);
            }
        }
    }

    @Override
    public void close() {
        web.close();
    }
}
