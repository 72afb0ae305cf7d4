package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** HTTP with the rules of downloads: addresses, proxy, credentials, few redirects, caps of size and time, patience. */
final class Web implements AutoCloseable {
    private static final int REDIRECTS = 3;
    private static final int BUFFER = 65_536;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final Reach reach;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Web(Reach reach) throws Refusal {
        this.reach = reach;
        var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER).connectTimeout(reach.connect()).executor(threads);
        builder.proxy(new Ways(reach.proxy()));
        reach.proxy().filter(proxy -> !proxy.user().isEmpty()).ifPresent(proxy -> builder.authenticator(new ProxyLogin(proxy)));
        if (reach.authorities().isPresent()) {
            builder.sslContext(Authorities.with(reach.authorities().get()));
        }
        this.client = builder.build();
    }

    private static final class Ways extends ProxySelector {
        private final Optional<Proxy> proxy;

        Ways(Optional<Proxy> proxy) {
            this.proxy = proxy;
        }

        @Override
        public List<java.net.Proxy> select(URI address) {
            return proxy.filter(one -> one.serves(address.getHost()))
                    .map(one -> List.of(new java.net.Proxy(java.net.Proxy.Type.HTTP, new InetSocketAddress(one.host(), one.port()))))
                    .orElse(List.of(java.net.Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI address, SocketAddress proxyAddress, IOException failure) {
            // the exchange tells it
        }
    }

    private static final class ProxyLogin extends Authenticator {
        private final Proxy proxy;

        ProxyLogin(Proxy proxy) {
            this.proxy = proxy;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY ? new PasswordAuthentication(proxy.user(), proxy.password().toCharArray()) : null;
        }
    }

    /** One request. Its own Authorization, where there is one, counts before the credentials file. */
    record Ask(String method, URI address, Map<String, String> headers, BodyPublisher body, Addresses addresses) {}

    Ask get(URI address, Map<String, String> headers) {
        return new Ask("GET", address, headers, BodyPublishers.noBody(), reach.addresses());
    }

    /** @return an answer of any status that is no redirect; to be closed */
    Answer send(Ask ask) throws Refusal, InterruptedException {
        URI address = ask.address();
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            Answer answer = once(ask, address);
            String location = answer.header("Location");
            if (answer.status() < 300 || answer.status() > 399 || answer.status() == 304 || location.isEmpty()) {
                return answer;
            }
            answer.close();
            address = redirected(address, location);
        }
        throw new Refusal(Reason.SOURCE_UNREACHABLE, shown(ask.address()) + " redirects more than " + REDIRECTS + " times");
    }

    private static URI redirected(URI from, String location) throws Refusal {
        try {
            URI to = from.resolve(location);
            if ("https".equals(from.getScheme()) && !"https".equals(to.getScheme())) {
                throw new Refusal(Reason.ADDRESS_FORBIDDEN, shown(from) + " redirects to an address without TLS");
            }
            return to;
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.SOURCE_UNREACHABLE, shown(from) + " redirects to what is no address", e);
        }
    }

    private Answer once(Ask ask, URI address) throws Refusal, InterruptedException {
        if (reach.proxy().filter(proxy -> proxy.serves(String.valueOf(address.getHost()))).isPresent()) {
            ask.addresses().checkName(address);
        } else {
            ask.addresses().check(address);
        }
        var request = HttpRequest.newBuilder(address).method(ask.method(), ask.body()).timeout(reach.idle());
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(ask.headers());
        if (sameHost(ask.address(), address)) {
            reach.credentials().header(address).ifPresent(value -> headers.putIfAbsent("Authorization", value));
        } else {
            headers.remove("Authorization"); // ours is not for whom they send us to
        }
        headers.putIfAbsent("User-Agent", "fresnel-catalog");
        headers.forEach(request::header);
        try {
            return Answer.of(client.send(request.build(), BodyHandlers.ofInputStream()));
        } catch (HttpTimeoutException e) {
            throw new Refusal(Reason.SOURCE_TOO_SLOW, shown(address) + " does not answer in time", e);
        } catch (SSLException e) {
            throw new Refusal(Reason.SOURCE_DENIED, shown(address) + " is not believed to be itself: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Refusal(Reason.SOURCE_UNREACHABLE, shown(address) + " cannot be reached: " + e, e);
        }
    }

    private static boolean sameHost(URI one, URI other) {
        return String.valueOf(one.getScheme()).equals(other.getScheme()) && String.valueOf(one.getAuthority()).equals(other.getAuthority());
    }

    /** Without query: presigned addresses have credentials there. */
    static String shown(URI address) {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort()) + address.getPath();
    }

    static Refusal failed(Answer answer) {
        String what = shown(answer.address()) + " answers with " + answer.status();
        return new Refusal(switch (answer.status()) {
            case 401, 403, 407 -> Reason.SOURCE_DENIED;
            case 404, 410 -> Reason.SOURCE_MISSING;
            default -> PASSING.contains(answer.status()) ? Reason.SOURCE_UNREACHABLE : Reason.SOURCE_INVALID;
        }, what);
    }

    /** Something that may be tried again. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws Refusal, InterruptedException;
    }

    <T> T patiently(Attempt<T> attempt) throws Refusal, InterruptedException {
        for (int count = 1; ; count++) {
            try {
                return attempt.run();
            } catch (Refusal e) {
                if (!e.reason().passing() || e.reason() == Reason.DISK || count >= reach.attempts()) {
                    throw e;
                }
                long pause = reach.pause().toMillis() << Math.min(count - 1, 10);
                pause = Math.min(pause, LONGEST_PAUSE.toMillis());
                Thread.sleep(pause + ThreadLocalRandom.current().nextLong(pause / 4 + 1));
            }
        }
    }

    /** A small document. */
    record Document(byte[] bytes, String etag, boolean unchanged) {}

    /** @param etag of what is known already; {@code ""} for nothing */
    Optional<Document> document(URI address, Map<String, String> headers, String etag, long limit) throws Refusal, InterruptedException {
        var all = new TreeMap<>(headers);
        if (!etag.isEmpty()) {
            all.put("If-None-Match", etag);
        }
        return patiently(() -> {
            try (Answer answer = send(get(address, all))) {
                if (answer.status() == 304) {
                    return Optional.of(new Document(new byte[0], etag, true));
                }
                if (answer.status() == 404) {
                    return Optional.empty();
                }
                if (answer.status() != 200) {
                    throw failed(answer);
                }
                return Optional.of(new Document(bytes(answer, limit), answer.header("ETag"), false));
            }
        });
    }

    byte[] bytes(Answer answer, long limit) throws Refusal {
        var out = new ByteArrayOutputStream();
        copy(answer, out, 0, limit, Progress.NONE, -1);
        return out.toByteArray();
    }

    /**
     * Brings a file; what broke off goes on where it broke off.
     *
     * @param target must not exist
     * @param limit in bytes; more is a refusal
     */
    void download(Ask ask, Path target, long limit, Progress progress) throws Refusal, InterruptedException {
        try {
            Files.createFile(target);
            var etag = new String[] {""};
            patiently(() -> part(ask, target, limit, progress, etag));
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the download cannot be written: " + e, e);
        }
    }

    private Boolean part(Ask ask, Path target, long limit, Progress progress, String[] etag) throws Refusal, InterruptedException {
        long have = size(target);
        var headers = new TreeMap<>(ask.headers());
        if (have > 0 && etag[0].startsWith("\"")) {
            headers.put("Range", "bytes=" + have + "-");
            headers.put("If-Range", etag[0]);
        }
        try (Answer answer = send(new Ask(ask.method(), ask.address(), headers, ask.body(), ask.addresses()))) {
            boolean on = answer.status() == 206 && answer.header("Content-Range").startsWith("bytes " + have + "-");
            if (!on && answer.status() != 200) {
                throw failed(answer);
            }
            etag[0] = answer.header("ETag");
            long start = on ? have : 0;
            long total = answer.length() < 0 ? -1 : start + answer.length();
            if (total > limit) {
                throw new Refusal(Reason.SOURCE_TOO_LARGE, shown(ask.address()) + " has " + total + " bytes, more than " + limit);
            }
            try (OutputStream out = Files.newOutputStream(target, on ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
                copy(answer, out, start, limit, progress, total);
            } catch (IOException e) {
                throw new Refusal(Reason.DISK, "the download cannot be written: " + e, e);
            }
            return true;
        }
    }

    private static long size(Path file) throws Refusal {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the download cannot be read again: " + e, e);
        }
    }

    private void copy(Answer answer, OutputStream out, long start, long limit, Progress progress, long total) throws Refusal {
        var buffer = new byte[BUFFER];
        long done = start;
        try (InputStream in = answer.body(); var deadline = new Deadline(in, reach.idle(), reach.whole())) {
            for (int n = read(in, buffer, deadline, answer); n >= 0; n = read(in, buffer, deadline, answer)) {
                deadline.heard();
                done += n;
                if (done > limit) {
                    throw new Refusal(Reason.SOURCE_TOO_LARGE, shown(answer.address()) + " has more than " + limit + " bytes");
                }
                out.write(buffer, 0, n);
                progress.at(done, total);
            }
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the download cannot be written: " + e, e);
        }
    }

    private static int read(InputStream in, byte[] buffer, Deadline deadline, Answer answer) throws Refusal {
        try {
            int n = in.read(buffer);
            if (n < 0 && deadline.passed()) {
                throw new IOException("closed");
            }
            return n;
        } catch (IOException e) {
            if (deadline.passed()) {
                throw new Refusal(Reason.SOURCE_TOO_SLOW, shown(answer.address()) + " sends too slowly", e);
            }
            throw new Refusal(Reason.SOURCE_UNREACHABLE, shown(answer.address()) + " broke off: " + e, e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
