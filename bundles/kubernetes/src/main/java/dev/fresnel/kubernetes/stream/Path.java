package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.stream.RunWanted;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Paths of subresources of pods at the API server. */
final class Path {
    private final StringBuilder text;
    private char next = '?';

    private Path(ObjectRef pod, String subresource) {
        text = new StringBuilder("/api/v1/namespaces/" + encode(pod.namespace()) + "/pods/" + encode(pod.name()) + "/" + subresource);
    }

    static Path of(ObjectRef pod, String subresource) {
        return new Path(pod, subresource);
    }

    /** Nothing when the value is empty. */
    Path with(String name, String value) {
        if (!value.isEmpty()) {
            add(name, value);
        }
        return this;
    }

    private void add(String name, String value) {
        text.append(next).append(name).append('=').append(encode(value));
        next = '&';
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** Without the query: what the audit names. */
    static String plain(RunWanted wanted) {
        return of(wanted.pod(), wanted.attach() ? "attach" : "exec").toString();
    }

    static String of(RunWanted wanted) {
        Path path = of(wanted.pod(), wanted.attach() ? "attach" : "exec").with("container", wanted.container());
        wanted.command().forEach(word -> path.add("command", word));
        return path.with("stdin", wanted.stdin() ? "true" : "")
                .with("stdout", "true")
                .with("stderr", wanted.tty() ? "" : "true")
                .with("tty", wanted.tty() ? "true" : "")
                .toString();
    }

    static String encode(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
